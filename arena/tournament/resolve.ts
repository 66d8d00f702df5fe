import { z } from 'zod'
import { ENVS } from '../../envs/catalog.ts'
import type { Env, EnvPlugin } from '../../envs/define.ts'
import { Refusal, refuse } from '../errors.ts'
import { firstProblem, unknownKey } from '../issues.ts'
import { loadPlugin } from '../load.ts'
import { suggestion } from '../nearest.ts'
import { type Override, parseOverride } from '../overrides.ts'
import { type Entrant, resolveAgent } from './agents.ts'
import { references } from './reference.ts'

/** What the command line says of a tournament. */
export interface TournamentRequest {
  readonly envs: readonly string[]
  readonly agents: readonly string[]
  readonly background: readonly string[]
  readonly matches: number
  readonly seed: number
  /** `path=value` as typed. */
  readonly set: readonly string[]
}

/** Everything found, checked, and in an order that does not depend on how it was typed. */
export interface Tournament {
  readonly envs: readonly Env[]
  readonly agents: readonly Entrant[]
  /** Strangers, held out from `agents`; empty for a round robin alone. */
  readonly background: readonly Entrant[]
  readonly matches: number
  readonly seed: number
  /** Hashes of env files; those of agents are with the agents. */
  readonly files: readonly string[]
}

/** @throws Refusal naming flag, expected and got */
export async function resolveTournament(request: TournamentRequest): Promise<Tournament> {
  const { matches, seed } = request
  const found = await pluginsOf(request.envs)
  const envs = withParams(
    found.map(({ plugin }) => plugin),
    request.set,
  )
  for (const env of envs) requireTable(env)
  const agents = await entrants('--agents', request.agents)
  if (agents.length < 2) refuse('--agents', 'at least two agents', `${agents.length}`, 'As in --agents random,mcts')
  const background = request.background.length === 0 ? [] : await entrants('--background', request.background)
  const both = background.find(({ name }) => agents.some((each) => each.name === name))
  if (both) refuse(`--background ${both.name}`, 'agents held out from --agents', 'one of them')
  requirePlayable(envs, agents, '--agents')
  requirePlayable(envs, background, '--background')
  return { envs, agents, background, matches, seed, files: found.flatMap(({ sha256 }) => sha256 ?? []) }
}

const isPath = (ref: string) => /[\\/]|\.[cm]?[jt]sx?$/.test(ref)

interface Found {
  readonly plugin: EnvPlugin<any, any>
  readonly sha256?: string
}

async function pluginsOf(refs: readonly string[]): Promise<Found[]> {
  const found: Found[] = []
  for (const ref of refs) found.push(await pluginOf(ref))
  const ids = found.map(({ plugin }) => plugin.spec.id)
  const twice = ids.find((id, i) => ids.indexOf(id) < i)
  if (twice) refuse('tournament', 'every env once', `${twice} again`)
  return found
}

async function pluginOf(ref: string): Promise<Found> {
  if (isPath(ref)) {
    const { value, sha256 } = await loadPlugin(ref, 'env')
    return { plugin: value, sha256 }
  }
  const plugin = ENVS.find(({ spec }) => spec.id === ref)
  if (plugin) return { plugin }
  const ids = ENVS.filter(({ spec }) => spec.kind === 'train').map(({ spec }) => spec.id)
  return refuse(`tournament ${ref}`, 'the id of an env or the path of an env file', ref, suggestion(ref, ids))
}

/** In eval envs one seat decides once: nobody competes there. */
function requireTable({ id, kind, seats }: Env): void {
  if (kind === 'eval')
    refuse(`tournament ${id}`, 'an env of kind train', 'one of kind eval', 'It reads traits of one seat')
  if (seats < 2) refuse(`tournament ${id}`, 'an env with at least two seats', `${seats}`)
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

/** `rounds=3` is for every env that has rounds; `dilemma.rounds=3` for one. */
function withParams(plugins: readonly EnvPlugin<any, any>[], set: readonly string[]): Env[] {
  const overrides = set.map(parseOverride)
  for (const override of overrides) requireHeard(plugins, override, overrides)
  return plugins.map((plugin) => build(plugin, overrides))
}

const keysOf = ({ spec }: EnvPlugin<any, any>): string[] =>
  Object.keys((spec.params as Partial<z.ZodObject>).shape ?? {})

/** The param that an override sets in this env, if it is for it. */
function paramOf(plugin: EnvPlugin<any, any>, { path }: Override): string | undefined {
  if (path.length === 2 && path[0] === plugin.spec.id) return path[1]
  return path.length === 1 && keysOf(plugin).includes(path[0]) ? path[0] : undefined
}

function requireHeard(plugins: readonly EnvPlugin<any, any>[], override: Override, all: readonly Override[]): void {
  const { flag, path } = override
  const first = all.find((each) => each.path.join('.') === path.join('.'))
  if (first !== override) refuse(flag, `${path.join('.')} once`, `it again after ${first?.flag}`)
  if (plugins.some((plugin) => paramOf(plugin, override))) return
  const known = plugins.flatMap((plugin) =>
    plugins.length === 1 ? keysOf(plugin) : keysOf(plugin).flatMap((key) => [key, `${plugin.spec.id}.${key}`]),
  )
  throw new Refusal(`${flag}: ${unknownKey(path.join('.'), [...new Set(known)]).text}`)
}

function build(plugin: EnvPlugin<any, any>, overrides: readonly Override[]): Env {
  const own = overrides.flatMap((override) => {
    const key = paramOf(plugin, override)
    return key === undefined ? [] : [{ key, override }]
  })
  const input = Object.fromEntries(own.map(({ key, override }) => [key, override.value]))
  try {
    return plugin(input)
  } catch (error) {
    if (!(error instanceof z.ZodError)) throw error
    const { key, text, unknown } = firstProblem(error, input, keysOf(plugin))
    const flag = own.find((each) => each.key === key)?.override.flag ?? `tournament ${plugin.spec.id}`
    throw new Refusal(`${flag}: ${key && !unknown ? `${key}: ` : ''}${text}`)
  }
}
