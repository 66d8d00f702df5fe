import { ArgumentFault } from '../../envs/fault.ts'
import type { Rng } from '../../envs/random.ts'

/** A finite decision process without chance: for each state, the states that its actions lead to (at least one). */
export type Transitions = readonly (readonly number[])[]

const TOLERANCE = 1e-10

/**
 * POWER of every state (Turner et al. 2021, arXiv 1912.01683, def. 5.1): ((1−γ)/γ)·E_R[V*_R(s) − R(s)] with rewards of
 * states drawn independently and uniformly from [0, 1]. It is the mean optimal value over what one might come to want,
 * in [0, 1].
 * @param draws reward functions behind the mean @param gamma discount, in (0, 1)
 * @throws ArgumentFault on a state without successors, or a discount outside (0, 1)
 */
export function power(transitions: Transitions, rng: Rng, { gamma = 0.9, draws = 64 } = {}): number[] {
  if (!(gamma > 0 && gamma < 1)) throw new ArgumentFault(`power: expected a discount between 0 and 1, got ${gamma}`)
  const stuck = transitions.findIndex((next) => next.length === 0)
  if (stuck >= 0) throw new ArgumentFault(`power: expected successors of every state, got none of state ${stuck}`)
  const sums = new Array(transitions.length).fill(0)
  for (let draw = 0; draw < draws; draw++) {
    const rewards = transitions.map(() => rng.uniform())
    optimalValues(transitions, rewards, gamma).forEach((value, s) => {
      sums[s] += ((1 - gamma) / gamma) * (value - rewards[s])
    })
  }
  return sums.map((sum) => sum / draws)
}

/** V* by value iteration, a reward for being in a state. */
export function optimalValues(transitions: Transitions, rewards: readonly number[], gamma: number): number[] {
  let values = rewards.map(() => 0)
  for (;;) {
    const next = transitions.map((successors, s) => rewards[s] + gamma * best(values, successors))
    const change = next.reduce((most, value, s) => Math.max(most, Math.abs(value - values[s])), 0)
    values = next
    if (change < TOLERANCE) return values
  }
}

function best(values: readonly number[], successors: readonly number[]): number {
  let most = Number.NEGATIVE_INFINITY
  for (const s of successors) most = Math.max(most, values[s])
  return most
}

/**
 * n-step empowerment of a state without chance (Klyubin, Polani and Nehaniv 2005): log2 of the number of states that
 * sequences of n actions can end in, in bits.
 */
export function empowerment(transitions: Transitions, state: number, steps: number): number {
  let reached = new Set([state])
  for (let step = 0; step < steps; step++) reached = new Set([...reached].flatMap((s) => transitions[s]))
  return Math.log2(reached.size)
}

/**
 * Capacity of a channel from actions to outcomes, in bits, by Blahut and Arimoto (1972): empowerment where there is
 * chance.
 * @param channel p(outcome | action), [actions][outcomes], rows that sum to 1
 */
export function capacity(channel: readonly (readonly number[])[]): number {
  let inputs = channel.map(() => 1 / channel.length)
  for (let round = 0; round < 10_000; round++) {
    const outcomes = channel[0].map((_, o) => channel.reduce((sum, row, a) => sum + inputs[a] * row[o], 0))
    const gains = channel.map((row) => row.reduce((sum, p, o) => sum + (p > 0 ? p * Math.log(p / outcomes[o]) : 0), 0))
    const weights = inputs.map((q, a) => q * Math.exp(gains[a]))
    const total = weights.reduce((sum, weight) => sum + weight, 0)
    inputs = weights.map((weight) => weight / total)
    if (Math.max(...gains) - Math.log(total) < TOLERANCE) return Math.log(total) / Math.LN2
  }
  throw new ArgumentFault('capacity: expected to converge in 10 000 rounds, got no further')
}
