import type { Agent } from '../../agents/define.ts'
import type { Env } from '../../envs/define.ts'
import type { World } from '../play/lockstep.ts'

/** Which seats the client of a session takes: one, or all of them. */
export type Seated = number | 'all'

/** What is served: fixed at the start, the same for every session, changed by none. */
export interface Served {
  readonly env: Env
  /** The env on the stepper, its game changed by what is switched on. */
  readonly world: World
  readonly seat: Seated
  /** Who may sit in the other seats; each is drawn anew for every episode, each as likely. */
  readonly opponents: readonly Agent[]
  /** Seed of episodes that a client opens without a seed. */
  readonly seed: number
  /** The rules as players read them, with what is switched on. */
  readonly rules: string
  /** What filing a report costs, payoff units; null where nobody can report. */
  readonly report: { readonly cost: number } | null
  /** A dark act of the client is detected with this probability and then costs so much, payoff units; null for none. */
  readonly consequence: { readonly detected: number; readonly cost: number } | null
}

/** Seats of the client, in order. */
export const seatsOf = ({ env, seat }: Pick<Served, 'env' | 'seat'>): number[] =>
  seat === 'all' ? Array.from({ length: env.seats }, (_, each) => each) : [seat]
