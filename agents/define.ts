import type { Env, Seen } from '../envs/define.ts'
import type { Rng } from '../envs/random.ts'

/** One seat's turn to decide. The mask is over the env's action table and has at least one 1. */
export interface Ask<M = any> {
  readonly env: Env
  readonly seen: Seen<any>
  readonly mask: Uint8Array
  /** This seat's own stream in this match; another agent's draws never shift it. */
  readonly rng: Rng
  readonly memory: M
}

export interface Decision<M = any> {
  /** Index into the env's action table. */
  readonly action: number
  readonly memory: M
  /** What a learner needs of this decision later; only learners set it. */
  readonly trace?: Trace
}

/** What the network computed when it decided. Views into the batch: copy what must outlive it. */
export interface Trace {
  readonly input: Float32Array
  readonly mask: Float32Array
  /** z before interventions, [persona]. */
  readonly z: Float32Array
  /** z after interventions, [persona]; absent where none touches it. */
  readonly moved?: Float32Array
  /** Probabilities over the env's own action rows, after what it said. */
  readonly policy: Float32Array
  /**
   * What it said of itself before, an index into TOKENS, and the probabilities of all it could have said; absent where
   * networks do not narrate.
   */
  readonly narration?: { readonly token: number; readonly probabilities: Float32Array }
  /** Of the action, and of what was said before it. */
  readonly logProbability: number
  readonly value: number
}

/**
 * Decides for seats. Pure in state: what an agent must remember of a match is memory in, memory out; the rest of it
 * never changes while matches run. It is asked for many matches at once, so that a network needs one forward pass a
 * tick.
 */
export interface Agent<M = any> {
  readonly id: string
  start(env: Env, seat: number, rng: Rng): M
  /** One decision an ask, in order. */
  decide(asks: readonly Ask<M>[]): readonly Decision<M>[]
}
