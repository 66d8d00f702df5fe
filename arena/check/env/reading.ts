import type { Appraisal, Env, Seen } from '../../../envs/define.ts'
import { legalActions, legalMask } from '../../play/seats.ts'

/** Everything that a view gives to an agent, a writer or a person at the table. */
export interface Reading {
  readonly legal: readonly number[]
  readonly observation: readonly number[]
  /** Appraisals of every legal action, by label. */
  readonly appraisals: Readonly<Record<string, Appraisal>>
  readonly text: string
  readonly rephrased: string
}

export function read(env: Env, seen: Seen<any>): Reading {
  const legal = legalActions(legalMask(env, seen))
  return {
    legal,
    observation: [...observationOf(env, seen)],
    appraisals: Object.fromEntries(
      legal.map((action) => [env.actions[action].label, env.appraise(seen, env.actions[action])]),
    ),
    text: env.describe(seen),
    rephrased: env.rephrase(seen),
  }
}

export function observationOf(env: Env, seen: Seen<any>): Float32Array {
  const out = new Float32Array(env.observationSize)
  env.observe(seen, out)
  return out
}
