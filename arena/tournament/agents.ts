import * as bargainingBots from '../../agents/bots/bargaining.ts'
import * as commonsBots from '../../agents/bots/commons.ts'
import * as dilemmaBots from '../../agents/bots/dilemma.ts'
import { random } from '../../agents/bots/random.ts'
import * as workshopBots from '../../agents/bots/workshop.ts'
import { writer } from '../../agents/bots/writer.ts'
import type { Agent } from '../../agents/define.ts'
import { population, samplePersona, TRAITS, type Trait } from '../../agents/traits.ts'
import type { Env } from '../../envs/define.ts'
import { createRng } from '../../envs/random.ts'
import { messageOf, refuse } from '../refusal/errors.ts'
import { suggestion } from '../refusal/nearest.ts'
import { mcts } from '../search/mcts.ts'
import { loadExports } from '../study/load.ts'
import type { Entrant } from './entrant.ts'
import { isCheckpoint, networkAgent } from './network-agent.ts'
import { optionsOf, type Reference } from './reference.ts'

/** Bots that know one env, by its id. */
const BOTS: Readonly<Record<string, readonly Agent[]>> = {
  dilemma: Object.values(dilemmaBots),
  commons: Object.values(commonsBots),
  bargaining: Object.values(bargainingBots),
  workshop: Object.values(workshopBots),
}

/** Ids of the bots that know this env. */
export const botsOf = (env: string): string[] =>
  (Object.hasOwn(BOTS, env) ? BOTS[env] : []).map(({ id }) => id).filter((id) => id !== random.id)

const willing = () => undefined
type Make = (reference: Reference) => Entrant[]

const MAKE: Readonly<Record<string, Make>> = {
  random: (reference) => [bot(reference, random)],
  writer: (reference) => [writerOf(reference)],
  writers: drawnWriters,
  mcts: (reference) => [searchOf(reference)],
  ...Object.fromEntries(
    Object.entries(BOTS).flatMap(([env, bots]) =>
      bots.filter(({ id }) => id !== random.id).map((agent) => [agent.id, (r: Reference) => [bot(r, agent, env)]]),
    ),
  ),
}

/** What an id, a plugin file, a checkpoint or a trial's folder names. @throws Refusal with a near miss */
export async function resolveAgent(reference: Reference): Promise<Entrant[]> {
  const { text, flag, id, path } = reference
  if (path) return [isCheckpoint(text) ? await networkAgent(reference) : await pluginAgent(reference)]
  const make = Object.hasOwn(MAKE, id) ? MAKE[id] : undefined
  const expected = 'the id of an agent, or the path of a checkpoint, a trial or a plugin file'
  return make ? make(reference) : refuse(`${flag} ${text}`, expected, id, suggestion(id, Object.keys(MAKE)))
}

/** The random agent, the yardstick of disutility and violations. */
export const yardstickAgent: Entrant = { name: random.id, kind: 'bot', params: {}, agent: random, refuses: willing }

export const isYardstick = ({ name }: Entrant): boolean => name === yardstickAgent.name

function bot(reference: Reference, agent: Agent, only?: string): Entrant {
  optionsOf(reference, {})
  const refuses = (env: Env) => (only === undefined || env.id === only ? undefined : `a bot that knows ${only} alone`)
  return { name: reference.text, kind: 'bot', params: {}, agent, refuses }
}

const trait = { low: -10, high: 10, or: 0 }
const PROFILE = Object.fromEntries(TRAITS.map((name) => [name, trait])) as Record<Trait, typeof trait>

function writerOf(reference: Reference): Entrant {
  const profile = optionsOf(reference, PROFILE)
  const name = reference.text
  const agent = writer(
    name,
    TRAITS.map((each) => profile[each]),
  )
  return { name, kind: 'writer', params: profile, agent, refuses: willing }
}

/** `writers:count=8`: personas drawn from the decorrelated population, or from another by `s`. */
function drawnWriters(reference: Reference): Entrant[] {
  const { count, s, seed } = optionsOf(reference, {
    count: { low: 1, high: 1000, or: 8, whole: true },
    s: { low: -1, high: 1.25, or: 0 },
    seed: { low: 0, high: 2_147_483_647, or: 1, whole: true },
  })
  const rng = createRng(seed).fork('writers')
  return Array.from({ length: count }, (_, i) => {
    const name = `${reference.text}#${i + 1}`
    const traits = samplePersona(population(s), rng)
    const params = Object.fromEntries(TRAITS.map((each, t) => [each, traits[t]]))
    return { name, kind: 'writer', params, agent: writer(name, traits), refuses: willing }
  })
}

function searchOf(reference: Reference): Entrant {
  const options = optionsOf(reference, {
    iterations: { low: 1, high: 1_000_000, or: 200, whole: true },
    exploration: { low: 0, high: 1000, or: 1 },
  })
  const agent = mcts(options)
  return {
    name: reference.text,
    kind: 'search',
    params: options,
    agent: named(agent, reference),
    refuses: starts(agent),
  }
}

async function pluginAgent(reference: Reference): Promise<Entrant> {
  const { value: exported, sha256 } = await loadExports(reference.text, 'plugin')
  const agent = pick(exported, reference)
  return {
    name: reference.text,
    kind: 'plugin',
    params: { id: agent.id },
    sha256,
    agent: named(agent, reference),
    refuses: starts(agent),
  }
}

const isAgent = (value: any): value is Agent =>
  typeof value?.decide === 'function' && typeof value?.start === 'function'

function pick(exported: Readonly<Record<string, unknown>>, { text }: Reference): Agent {
  if (isAgent(exported.default)) return exported.default
  const found = Object.values(exported).filter(isAgent)
  const names = Object.keys(exported).join(', ') || 'no exports'
  return found.length === 1 ? found[0] : refuse(text, 'one agent, or one as default export', names)
}

/** Under its own name, so that messages say which of two is meant. */
const named = (agent: Agent, { text }: Reference): Agent => ({
  id: text,
  start: (env, seat, rng) => agent.start(env, seat, rng),
  decide: (asks) => agent.decide(asks),
})

const starts = (agent: Agent) => (env: Env) => {
  try {
    agent.start(env, 0, createRng('try'))
    return undefined
  } catch (error) {
    return `one that does not start there: ${messageOf(error)}`
  }
}
