import type { Env } from '../../envs/define.ts'
import type { Entrant } from '../entrants/entrant.ts'
import { references } from '../entrants/reference.ts'
import { resolveAgent } from '../entrants/resolve.ts'
import { refuse } from '../refusal/errors.ts'
import { pluginsOf, withParams } from '../study/env-references.ts'
import type { Selection } from './alpha-rank.ts'

/** What the command line says of a tournament. */
export interface TournamentRequest {
  readonly envs: readonly string[]
  readonly agents: readonly string[]
  readonly background: readonly string[]
  readonly matches: number
  readonly seed: number
  /** Of α-rank. */
  readonly selection: Selection
  /** Whether a best response to each agent is trained. */
  readonly bestResponse: boolean
  /** `path=value` as typed. */
  readonly set: readonly string[]
}

const NETWORK = /[\\/]|\.safetensors|^network:/

/** Whether tfjs is loaded: for agents that come by path, as networks do, and to train best responses. */
export const needsBackend = ({ agents, background, bestResponse }: TournamentRequest): boolean =>
  bestResponse || [...agents, ...background].some((text) => NETWORK.test(text))

/** Everything found, checked, and in an order that does not depend on how it was typed. */
export interface Tournament {
  readonly envs: readonly Env[]
  readonly agents: readonly Entrant[]
  /** Strangers, held out from `agents`; empty for a round robin alone. */
  readonly background: readonly Entrant[]
  readonly matches: number
  readonly seed: number
  /** Of α-rank. */
  readonly selection: Selection
  /** Whether a best response to each agent is trained; a tfjs backend is loaded then. */
  readonly bestResponse: boolean
  /** Hashes of env files; those of agents are with the agents. */
  readonly files: readonly string[]
}

/** @throws Refusal naming flag, expected and got */
export async function resolveTournament(request: TournamentRequest): Promise<Tournament> {
  const { matches, seed, selection, bestResponse } = request
  const found = await pluginsOf('tournament', request.envs)
  const envs = withParams(
    'tournament',
    found.map(({ plugin }) => plugin),
    request.set,
  )
  for (const env of envs) requireTable(env)
  if (bestResponse) for (const env of envs) requireContest(env)
  const agents = await entrants('--agents', request.agents)
  const outside = agents.find(({ agent }) => agent.port)
  if (bestResponse && outside)
    refuse('--best-response', 'agents that answer at once', outside.name, 'Nobody trains against what is outside')
  if (agents.length < 2) refuse('--agents', 'at least two agents', `${agents.length}`, 'As in --agents random,mcts')
  const background = request.background.length === 0 ? [] : await entrants('--background', request.background)
  const both = background.find(({ name }) => agents.some((each) => each.name === name))
  if (both) refuse(`--background ${both.name}`, 'agents held out from --agents', 'one of them')
  requirePlayable(envs, agents, '--agents')
  requirePlayable(envs, background, '--background')
  return {
    envs,
    agents,
    background,
    matches,
    seed,
    selection,
    bestResponse,
    files: found.flatMap(({ sha256 }) => sha256 ?? []),
  }
}

/** In eval envs one seat decides once: nobody competes there. */
function requireTable({ id, kind, seats }: Env): void {
  if (kind === 'eval')
    refuse(`tournament ${id}`, 'an env of kind train', 'one of kind eval', 'It reads traits of one seat')
  if (seats < 2) refuse(`tournament ${id}`, 'an env with at least two seats', `${seats}`)
}

/** A best response is defined by what the other loses. */
function requireContest({ id, contest, seats }: Env): void {
  if (contest !== 'zero-sum' || seats !== 2)
    refuse(`--best-response in ${id}`, 'a zero-sum env of 2 seats', `a ${contest} one of ${seats}`)
}

/** By name, so that the order in which they were typed decides nothing. */
async function entrants(flag: string, values: readonly string[]): Promise<Entrant[]> {
  const all: Entrant[] = []
  for (const reference of references(flag, values)) all.push(...(await resolveAgent(reference)))
  return all.sort((a, b) => (a.name < b.name ? -1 : 1))
}

function requirePlayable(envs: readonly Env[], entrants: readonly Entrant[], flag: string): void {
  for (const { name, refuses } of entrants)
    for (const env of envs) {
      const why = refuses(env)
      if (why) refuse(`${flag} ${name}`, `an agent that can play ${env.id}`, why)
    }
}
