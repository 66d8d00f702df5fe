import type { Layout } from '../../agents/layout.ts'
import { blockOf, encode } from '../../agents/layout.ts'
import type { Dilemma } from '../../agents/writers.ts'
import { dilemma } from '../../agents/writers.ts'
import type { Env, Seen } from '../../envs/define.ts'
import { createRng } from '../../envs/random.ts'
import { createStepper } from '../engine/stepper.ts'
import { legalMask, seenBy } from '../play/seats.ts'

/** A decision somebody faced. */
export interface Situation {
  readonly input: Float32Array
  readonly mask: Float32Array
  readonly dilemma: Dilemma
}

export function situation(layout: Layout, env: Env, seen: Seen<unknown>, legal: Uint8Array): Situation {
  const block = blockOf(layout, env.id)
  const observation = new Float32Array(env.observationSize)
  env.observe(seen, observation)
  const input = new Float32Array(layout.input)
  encode(layout, block, observation, 'neutral', input)
  const mask = new Float32Array(layout.actions)
  mask.set(legal, block.firstRow)
  return { input, mask, dilemma: dilemma(env, seen, legal) }
}

/** The first decision of each item of an eval env. */
export function itemsOf(layout: Layout, env: Env): Situation[] {
  return seenOf(env).map((seen) => {
    return situation(layout, env, seen, legalMask(env, seen))
  })
}

/** What the chooser of each item of an eval env sees. */
export function seenOf(env: Env): Seen<unknown>[] {
  const engine = createStepper(env.game, { mode: 'trusted' })
  return Array.from({ length: env.items }, (_, item) => {
    const match = engine.start({ seed: createRng('item').fork(item).seed, numPlayers: env.seats, setupData: { item } })
    return seenBy(match, 0)
  })
}
