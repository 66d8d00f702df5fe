import { z } from 'zod'
import { randomPlugin } from '../../agents/bots/random.ts'
import type { Agent, AgentPlugin } from '../../agents/define.ts'
import type { Env } from '../../envs/define.ts'
import { createRng } from '../../envs/random.ts'
import { locate, meant } from '../program/locate.ts'
import { messageOf, refuse } from '../refusal/errors.ts'
import { firstProblem } from '../refusal/issues.ts'
import { suggestion } from '../refusal/nearest.ts'
import { exportsOf, loadExports } from '../study/load.ts'
import { AGENTS } from './catalog.ts'
import { CHECKPOINT, isCheckpoint } from './checkpoint.ts'
import type { Entrant } from './entrant.ts'
import type { Reference } from './reference.ts'

/** What an id, a plugin file, a checkpoint or a trial's folder names. @throws Refusal with a near miss */
export async function resolveAgent(reference: Reference): Promise<Entrant[]> {
  const { text, flag, id, path } = reference
  if (path && isCheckpoint(text)) return resolveAgent({ ...reference, ...CHECKPOINT(text) })
  if (path) return fromFile(reference)
  const plugin = AGENTS.find(({ spec }) => spec.id === id)
  if (!plugin && locate(id) !== undefined) return fromFile(reference)
  const expected = 'the id of an agent, the path of a checkpoint or a trial, or the path or package of a plugin'
  const ids = AGENTS.map(({ spec }) => spec.id)
  return plugin ? enter(plugin, reference) : refuse(`${flag} ${text}`, expected, id, meant(id, ids))
}

/** The random agent, the yardstick of disutility and violations. */
export const yardstickAgent: Entrant = {
  name: 'random',
  kind: 'bot',
  params: {},
  agent: randomPlugin(),
  refuses: () => undefined,
}

export const isYardstick = ({ name }: Entrant): boolean => name === yardstickAgent.name

/** One entrant for every agent that the plugin makes of the reference's options. */
async function enter(plugin: AgentPlugin<any, any>, reference: Reference): Promise<Entrant[]> {
  const { spec } = plugin
  const params = paramsOf(spec.params, reference)
  const made: Agent | readonly Agent[] = await spec.create(params, reference.text)
  return [made].flat().map((agent: Agent & { readonly sha256?: string }) => ({
    name: agent.id,
    kind: spec.kind,
    params,
    ...(agent.sha256 !== undefined && { sha256: agent.sha256 }),
    agent,
    refuses: (env) => stranger(plugin, env) ?? agent.refuses?.(env) ?? startsIn(agent, env),
  }))
}

function paramsOf(schema: z.ZodObject, { options, flag, text }: Reference): Record<string, unknown> {
  const parsed = schema.safeParse(options)
  if (parsed.success) return parsed.data
  const keys = Object.keys(schema.shape)
  const { key, unknown } = firstProblem(parsed.error, options, keys)
  if (unknown) refuse(`${flag} ${text}`, 'a known option', key, suggestion(key, keys))
  return refuse(`${flag} ${text}: ${key}`, expectationOf(schema, key), JSON.stringify(options[key]) ?? 'nothing')
}

/** What an option may be, with its range. */
function expectationOf(schema: z.ZodObject, key: string): string {
  const { type, minimum, maximum } = z.toJSONSchema(schema.shape[key] as z.ZodType, { io: 'input' })
  const kind = type === 'integer' ? 'an integer' : type === 'boolean' ? 'true or false' : `a ${type}`
  return minimum === undefined || maximum === undefined ? kind : `${kind} from ${minimum} to ${maximum}`
}

const stranger = ({ spec: { plays } }: AgentPlugin<any, any>, env: Env): string | undefined =>
  plays === 'any' || plays.includes(env.id) ? undefined : `a bot that knows ${plays.join(', ')} alone`

function startsIn(agent: Agent, env: Env): string | undefined {
  try {
    agent.start(env, 0, createRng('try'))
    return undefined
  } catch (error) {
    return `one that does not start there: ${messageOf(error)}`
  }
}

async function fromFile(reference: Reference): Promise<Entrant[]> {
  const { value: exported, sha256 } = await loadExports(reference.id, 'plugin')
  const found = pick(exported, reference)
  if (isPlugin(found)) return (await enter(found, reference)).map((entrant) => ({ ...entrant, sha256 }))
  const given = Object.keys(reference.options)
  if (given.length > 0)
    refuse(reference.text, 'an agent made with defineAgent, which takes params', `one without, and ${given.join(', ')}`)
  const agent = named(found, reference)
  const refuses = (env: Env) => agent.refuses?.(env) ?? startsIn(agent, env)
  return [{ name: reference.text, kind: 'bot', params: { id: found.id }, sha256, agent, refuses }]
}

export const isAgent = (value: any): value is Agent =>
  typeof value?.decide === 'function' && typeof value?.start === 'function'
export const isPlugin = (value: any): value is AgentPlugin<any, any> =>
  typeof value === 'function' && typeof value.spec?.create === 'function'

type Exported = Agent | AgentPlugin<any, any>
const fits = (value: unknown): value is Exported => isAgent(value) || isPlugin(value)

/** The export that is named; else the default, or the only agent of the file. */
function pick(exported: Readonly<Record<string, unknown>>, { text, id, name }: Reference): Exported {
  const found = Object.keys(exported).filter((each) => fits(exported[each]))
  if (name !== undefined) {
    const chosen = exported[name]
    return fits(chosen)
      ? chosen
      : refuse(text, 'the name of an agent that the file exports', name || 'none', suggestion(name, found))
  }
  const only = found.includes('default') ? 'default' : found[0]
  if (only === 'default' || found.length === 1) return exported[only] as Exported
  const got = found.length > 1 ? found.join(', ') : `exports ${exportsOf(exported)}`
  const hint = found.length > 1 ? `Name one, as ${id}#${found[0]}` : ''
  return refuse(text, 'one agent, or one as default export', got, hint)
}

/** Under its own name, so that messages say which of two is meant. */
const named = (agent: Agent, { text }: Reference): Agent => ({
  id: text,
  start: (env, seat, rng) => agent.start(env, seat, rng),
  decide: (asks) => agent.decide(asks),
  ...(agent.policy && { policy: (ask) => agent.policy?.(ask) ?? [] }),
  ...(agent.port && { port: agent.port }),
  ...(agent.refuses && { refuses: (env: Env) => agent.refuses?.(env) }),
})
