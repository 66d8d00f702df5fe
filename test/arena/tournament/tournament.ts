import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Entrant } from '../../../arena/entrants/entrant.ts'
import { LIMIT } from '../../../arena/tournament/alpha-rank.ts'
import { conclude, type EnvResult, type TournamentResult } from '../../../arena/tournament/conclude.ts'
import { resolveTournament, type Tournament, type TournamentRequest } from '../../../arena/tournament/resolve.ts'
import { playTournament } from '../../../arena/tournament/run.ts'
import type { Env } from '../../../envs/define.ts'

type Asked = Partial<TournamentRequest> & Pick<TournamentRequest, 'agents'>

/** A whole tournament in this process, in a folder that is gone afterwards. */
export async function hold(request: Asked): Promise<TournamentResult> {
  const defaults = {
    envs: ['dilemma'],
    background: [],
    matches: 1,
    seed: 1,
    selection: LIMIT,
    bestResponse: false,
    set: [],
  }
  return played(await resolveTournament({ ...defaults, ...request }))
}

/** Of an env and agents that have no name on the command line. */
export const holdThese = async (
  env: Env,
  agents: readonly Entrant[],
  matches: number,
  bestResponse = false,
): Promise<EnvResult> =>
  (await played({
    envs: [env],
    agents: agents.toSorted((a, b) => (a.name < b.name ? -1 : 1)),
    background: [],
    matches,
    seed: 1,
    selection: LIMIT,
    bestResponse,
    files: [],
  })) as unknown as EnvResult

async function played(tournament: Tournament): Promise<TournamentResult> {
  const folder = mkdtempSync(join(tmpdir(), 'mettle-tournament-'))
  try {
    const { programmes } = await playTournament(tournament, {
      folder,
      signal: new AbortController().signal,
      clock: () => 0,
      breathe: () => undefined,
      on: () => {},
    })
    if (!programmes) throw new Error('expected a tournament that ends')
    return conclude(tournament, programmes)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

export const holdOne = async (request: Parameters<typeof hold>[0]): Promise<EnvResult> =>
  (await hold(request)) as unknown as EnvResult
