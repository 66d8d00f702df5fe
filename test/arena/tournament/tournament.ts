import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { LIMIT } from '../../../arena/tournament/alpha-rank.ts'
import { conclude, type EnvResult, type TournamentResult } from '../../../arena/tournament/conclude.ts'
import { resolveTournament, type TournamentRequest } from '../../../arena/tournament/resolve.ts'
import { playTournament } from '../../../arena/tournament/run.ts'

/** A whole tournament in this process, in a folder that is gone afterwards. */
export async function hold(
  request: Partial<TournamentRequest> & Pick<TournamentRequest, 'agents'>,
): Promise<TournamentResult> {
  const folder = mkdtempSync(join(tmpdir(), 'mettle-tournament-'))
  try {
    const found = await resolveTournament({
      envs: ['dilemma'],
      background: [],
      matches: 1,
      seed: 1,
      selection: LIMIT,
      set: [],
      ...request,
    })
    const { programmes } = await playTournament(found, {
      folder,
      signal: new AbortController().signal,
      clock: () => 0,
      breathe: () => undefined,
      on: () => {},
    })
    if (!programmes) throw new Error('expected a tournament that ends')
    return conclude(found, programmes)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

export const holdOne = async (request: Parameters<typeof hold>[0]): Promise<EnvResult> =>
  (await hold(request)) as unknown as EnvResult
