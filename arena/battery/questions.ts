import type { Agent, PortAsk, Put } from '../../agents/define.ts'
import type { Env } from '../../envs/define.ts'
import { createRng } from '../../envs/random.ts'
import { seenOf } from '../measure/items.ts'
import { letteredOf } from '../outside/letters.ts'
import { type View, viewOf } from '../outside/view.ts'
import { legalMask } from '../play/seats.ts'
import { type Context, contextWords } from './contexts.ts'

/** A way of putting every question: what a reading must survive to be one of the agent and not of the wording. */
export interface Variant {
  readonly name: string
  /** Tells one order of labels from another. */
  readonly order: number
  readonly put: Put
  /** Whether it takes an agent that is asked in words. */
  readonly worded?: true
}

/** What is read, and compared with. */
export const PLAIN: Variant = { name: 'as it is', order: 0, put: {} }

/** Other ways of putting the same. */
export const VARIANTS: readonly Variant[] = [
  { name: 'labels in another order', order: 1, put: {} },
  { name: 'other words', order: 0, put: { words: 1 }, worded: true },
  { name: 'codes for labels', order: 0, put: { codes: true } },
]

/** The same questions after what a context says. */
export const inContext = (name: Context): Variant => ({
  name,
  order: 0,
  put: { context: contextWords(name) },
  worded: true,
})

/** An item of an eval env, as an agent is asked it. */
export interface Question {
  readonly env: Env
  readonly item: number
  /** Legal actions in the order of the table, as policies hold them. */
  readonly legal: readonly number[]
  /** @param agent whose memory it begins with */
  ask(agent: Agent, variant: Variant, draw: number): PortAsk
}

/** Every item of the envs, in order. @param seed of orders and draws */
export const questionsOf = (envs: readonly Env[], seed: number): Question[] =>
  envs.flatMap((env) =>
    seenOf(env).map((seen, item): Question => {
      const mask = legalMask(env, seen)
      const legal = [...mask.keys()].filter((action) => mask[action] === 1)
      return {
        env,
        item,
        legal,
        ask(agent, { order, put }, draw) {
          const rng = createRng(seed).fork('battery').fork(env.id).fork(item).fork(order).fork(draw)
          const memory = agent.start(env, seen.seat, rng.fork('start'))
          return { env, seen, mask, rng, memory, match: `${env.id}-${item}-${order}-${draw}`, tick: 0, put }
        },
      }
    }),
  )

/** The question under letters, and which action each letter is. */
export function lettered(ask: PortAsk) {
  const view: View = viewOf(ask)
  return { prompt: letteredOf(view, ask.put?.words), actions: view.legal.map(({ index }) => index) }
}
