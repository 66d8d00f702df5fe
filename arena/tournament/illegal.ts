import type { Env } from '../../envs/define.ts'
import { type Failures, failuresIn } from '../play/failures.ts'
import type { Purpose } from './pairings.ts'
import type { Finished } from './play.ts'
import type { PlayedProgramme } from './run.ts'

/** What an agent chose that it could not, in the matches of one table. */
export interface IllegalChoices {
  readonly agent: string
  /** Illegal choices; each was refused and changed nothing. */
  readonly choices: number
  /** Decisions that stayed illegal, or that an agent outside the process did not make, and that were drawn for it. */
  readonly forfeited: number
  /** Of these, why an agent outside the process made none; absent for others. */
  readonly failures?: Failures
  /** Where it did so first. */
  readonly first: { readonly seat: number; readonly tick: number; readonly action: string; readonly seed: string }
}

/** Every agent that chose what was illegal in matches of these purposes; most tables have none. */
export function illegalChoices(programme: PlayedProgramme, purposes: readonly Purpose[]): IllegalChoices[] {
  const { env, players, fixtures, kept } = programme
  const all = kept.flatMap(({ seed, illegal = [] }, m) =>
    illegal
      .filter(() => purposes.includes(fixtures[m].purpose))
      .map((each) => ({ ...each, seed, player: fixtures[m].seats[each.seat] })),
  )
  return players.flatMap(({ name }, player) => {
    const own = all.filter((each) => each.player === player)
    return own.length === 0 ? [] : [summed(env, name, own)]
  })
}

type Own = readonly (NonNullable<Finished['illegal']>[number] & Pick<Finished, 'seed'>)[]

function summed({ actions }: Env, agent: string, own: Own): IllegalChoices {
  const [{ seat, tick, action, seed }] = own
  const failures = failuresIn(own.flatMap(({ failure }) => failure ?? []))
  return {
    agent,
    choices: own.reduce((sum, { times }) => sum + times, 0),
    forfeited: own.filter(({ forfeited }) => forfeited).length,
    ...(failures && { failures }),
    first: { seat, tick, action: action === null ? 'none' : actions[action].label, seed },
  }
}
