import type { Backend, BackendName } from '../../agents/backend.ts'
import { messageOf, Refusal, refuse } from '../refusal/errors.ts'
import type { Selection } from '../tournament/alpha-rank.ts'
import { needsBackend, type TournamentRequest } from '../tournament/resolve.ts'
import { integer } from './integer.ts'

/** As commander hands them over. */
export interface TournamentFlags {
  readonly agents: readonly string[]
  readonly background: readonly string[]
  readonly matches: string
  readonly seed: string
  readonly alpha: string
  readonly population: string
  readonly bestResponse?: boolean
  readonly set: readonly string[]
  readonly out?: string
  readonly backend?: string
  readonly queue?: string
  readonly shared?: string
  readonly json?: boolean
}

/** @throws Refusal naming the flag */
export function requestOf(envs: readonly string[], flags: TournamentFlags): TournamentRequest {
  const { agents, background, set } = flags
  if (agents.length === 0) refuse('--agents', 'at least two agents', 'none', 'As in --agents random,mcts')
  const matches = integer('--matches', flags.matches, 1, 1_000_000)
  const seed = integer('--seed', flags.seed, 0, 2_147_483_647)
  return {
    envs,
    agents,
    background,
    matches,
    seed,
    selection: selectionOf(flags),
    bestResponse: flags.bestResponse ?? false,
    set,
  }
}

function selectionOf({ alpha, population }: TournamentFlags): Selection {
  const strength = alpha === 'limit' ? alpha : Number(alpha)
  if (strength !== 'limit' && !(strength > 0 && strength < Number.POSITIVE_INFINITY))
    refuse('--alpha', 'a number above 0, or limit', alpha)
  return { alpha: strength, population: integer('--population', population, 2, 1_000_000), paidBy: 'pair' }
}

/** Loaded where the tournament needs one, or to check one that was asked for. @throws Refusal */
export async function backendFor(request: TournamentRequest, flags: TournamentFlags): Promise<Backend | null> {
  const needed = needsBackend(request)
  if (!needed && flags.backend === undefined) return null
  const { backendOf } = await import('./study-flags.ts')
  const forced = backendOf(flags)
  return needed ? loaded(forced, flags) : null
}

/** @throws Refusal naming the flag or the variable */
export async function loaded(forced: BackendName | undefined, { backend }: Pick<TournamentFlags, 'backend'>) {
  const { loadBackend } = await import('../../agents/backend.ts')
  return loadBackend(forced).catch((error) => {
    throw new Refusal(`${backend ? '--backend' : 'METTLE_BACKEND'}: ${messageOf(error)}`, { cause: error })
  })
}
