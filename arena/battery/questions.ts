import type { Agent, PortAsk } from '../../agents/define.ts'
import type { Env } from '../../envs/define.ts'
import { createRng } from '../../envs/random.ts'
import { seenOf } from '../measure/items.ts'
import { letteredOf, type Wording } from '../outside/letters.ts'
import { type View, viewOf } from '../outside/view.ts'
import { legalMask } from '../play/seats.ts'

/** How a question is put: what a reading must survive to be one of the agent and not of the wording. */
export interface Variant {
  readonly name: string
  /** Tells one order of labels from another. */
  readonly order: number
  readonly wording: Wording
  /** Whether labels are replaced by codes. */
  readonly codes: boolean
}

/** The first is what is read; the others are what it is compared with. */
export const VARIANTS: readonly Variant[] = [
  { name: 'as it is', order: 0, wording: 0, codes: false },
  { name: 'labels in another order', order: 1, wording: 0, codes: false },
  { name: 'other words', order: 0, wording: 1, codes: false },
  { name: 'codes for labels', order: 0, wording: 0, codes: true },
]

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
        ask(agent, { order }, draw) {
          const rng = createRng(seed).fork('battery').fork(env.id).fork(item).fork(order).fork(draw)
          const memory = agent.start(env, seen.seat, rng.fork('start'))
          return { env, seen, mask, rng, memory, match: `${env.id}-${item}-${order}-${draw}`, tick: 0 }
        },
      }
    }),
  )

/** The question under letters, and which action each letter is. */
export function lettered(ask: PortAsk, { wording, codes }: Variant) {
  const view: View = viewOf(ask, codes)
  return { prompt: letteredOf(view, wording), actions: view.legal.map(({ index }) => index) }
}
