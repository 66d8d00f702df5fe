import { ENVS } from '../../envs/catalog.ts'
import type { Env, EnvPlugin } from '../../envs/define.ts'
import type { InterventionPlugin } from '../../interventions/define.ts'
import { AGENTS } from '../entrants/catalog.ts'
import { isCheckpoint } from '../entrants/checkpoint.ts'
import type { Entrant } from '../entrants/entrant.ts'
import { fileIn, references } from '../entrants/reference.ts'
import { isAgent, isPlugin, resolveAgent } from '../entrants/resolve.ts'
import { isPath as hasPath, locate, meant } from '../program/locate.ts'
import { command } from '../refusal/command.ts'
import { refuse } from '../refusal/errors.ts'
import { suggestion } from '../refusal/nearest.ts'
import { exportsOf, isStudy, loadExports } from '../study/load.ts'
import { AGENT_CHECKS } from './agent/checks.ts'
import { agentSubject } from './agent/subject.ts'
import type { Verdict } from './define.ts'
import { ENV_CHECKS } from './env/checks.ts'
import type { Ground } from './intervention/ground.ts'
import { runChecks } from './run.ts'
import { envSubject } from './shipped.ts'

/** Something that can be checked, by the kind it is of. */
export type Plugin =
  | { readonly kind: 'env'; readonly plugin: EnvPlugin<any, any>; readonly file?: string }
  | { readonly kind: 'intervention'; readonly plugin: InterventionPlugin<any> }
  | { readonly kind: 'agent'; readonly entrant: Entrant }

const light = (): Map<string, Plugin> =>
  new Map<string, Plugin>(ENVS.map((plugin) => [plugin.spec.id, { kind: 'env', plugin }] as const))

/** Interventions bring tfjs along, which an env need not wait for. */
async function all(): Promise<Map<string, Plugin>> {
  const { INTERVENTIONS } = await import('../../interventions/catalog.ts')
  return new Map([
    ...light(),
    ...INTERVENTIONS.map((plugin) => [plugin.spec.id, { kind: 'intervention', plugin }] as const),
  ])
}

const isPath = (ref: string) => hasPath(ref) || ref.endsWith('.safetensors') || fileIn(ref) !== undefined

/** What an id, an agent with what it is given, or the path of a plugin file names. @throws Refusal with a near miss */
export async function resolvePlugin(ref: string): Promise<Plugin> {
  const agents = AGENTS.map(({ spec }) => spec.id)
  const [name, given] = ref.split(':', 2)
  if (agents.includes(name)) return agentOf(ref)
  if (given !== undefined && fileIn(ref) === undefined && locate(name) !== undefined) return agentOf(ref)
  if (isPath(ref)) return isCheckpoint(ref) ? agentOf(ref) : fromFile(ref)
  const found = light().get(ref) ?? (await all()).get(ref)
  if (found) return found
  if (locate(ref) !== undefined) return fromFile(ref)
  const expected = 'the id of an env, intervention or agent, or the path or package of a plugin'
  return refuse(`check ${ref}`, expected, ref, meant(ref, [...(await all()).keys(), ...agents]))
}

/** The first of the agents that a reference names stands for all of them. */
async function agentOf(ref: string): Promise<Plugin> {
  const [entrant] = await resolveAgent(references('check', [ref])[0])
  return { kind: 'agent', entrant }
}

async function fromFile(ref: string): Promise<Plugin> {
  const { file: path = ref, name, rest } = fileIn(ref) ?? {}
  const { value: exports, path: file } = await loadExports(path, 'plugin')
  if (rest !== undefined) return agentOf(ref)
  if (name !== undefined) return byName(exports, file, name)
  const main = await pluginOf(exports.default, file, 'default')
  if (main) return main
  const found: { name: string; plugin: Plugin }[] = []
  for (const [name, value] of Object.entries(exports)) {
    const plugin = await pluginOf(value, file, name)
    if (plugin) found.push({ name, plugin })
  }
  if (found.length === 1) return found[0].plugin
  const got = found.length > 1 ? found.map(({ name }) => name).join(', ') : `exports ${exportsOf(exports)}`
  const other = isStudy(exports.default)
    ? `A study has no contract to be checked: ${command('study', ref, '--dry-run')}`
    : ''
  const hint = found.length > 1 ? `Name one, as ${path}#${found[0].name}` : other
  return refuse(path, 'one env, intervention or agent, or one as default export', got, hint)
}

async function byName(exports: Readonly<Record<string, unknown>>, file: string, name: string): Promise<Plugin> {
  const plugin = await pluginOf(exports[name], file, name)
  const expected = 'the name of an env, intervention or agent that the file exports'
  return plugin ?? refuse(`${file}#${name}`, expected, name, suggestion(name, Object.keys(exports)))
}

async function pluginOf(value: any, file: string, name: string): Promise<Plugin | undefined> {
  if (typeof value === 'function' && value.spec?.observe) return { kind: 'env', plugin: value, file }
  if (typeof value === 'function' && value.spec?.touches) return { kind: 'intervention', plugin: value }
  return isAgent(value) || isPlugin(value) ? agentOf(`${file}#${name}`) : undefined
}

export interface CheckOptions {
  /** Writes the playthrough beside an env instead of comparing it. */
  readonly update?: boolean
  /** Where an agent is checked; the tables that it does not refuse unless given. */
  readonly env?: Env
}

/** Runs every check of that kind. */
export async function check(plugin: Plugin, { update = false, env }: CheckOptions = {}): Promise<Verdict[]> {
  if (plugin.kind === 'agent') return runChecks(AGENT_CHECKS, agentSubject(plugin.entrant, env))
  if (plugin.kind === 'env') return runChecks(ENV_CHECKS, { ...envSubject(plugin.plugin, plugin.file), update })
  return checkIntervention(plugin.plugin)
}

async function checkIntervention(plugin: InterventionPlugin<any>): Promise<Verdict[]> {
  const [{ INTERVENTION_CHECKS }, { openGround }] = await Promise.all([
    import('./intervention/checks.ts'),
    import('./intervention/ground.ts'),
  ])
  let opened: Promise<Ground> | undefined
  const ground = () => {
    opened ??= openGround(plugin.spec.needs)
    return opened
  }
  try {
    return await runChecks(INTERVENTION_CHECKS, { plugin, ground })
  } finally {
    await opened?.then((on) => on.close()).catch(() => {})
  }
}
