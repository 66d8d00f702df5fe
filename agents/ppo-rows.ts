import { Fault } from '../envs/fault.ts'
import { type Options, optionsAt, optionsOf } from './compiled/options.ts'
import type { Trace } from './define.ts'
import type { NetworkSpec } from './spec.ts'

/** One decision of the focal seat, with what the network computed when it decided. */
export interface Transition {
  /** Input row under the cue of the update, [layout.input]. */
  readonly input: Float32Array
  /** 1 where an action was legal, [layout.actions]. */
  readonly mask: Float32Array
  /** The action taken, as an index over the action rows of all envs. */
  readonly action: number
  /** The narration token before the action, an index into TOKENS; absent where networks do not narrate. */
  readonly token?: number
  /** Log-probability of the action when it was taken; where networks narrate, of token and action together. */
  readonly logProbability: number
  /** The critic's value of the state when the action was taken, payoff units. */
  readonly value: number
  /** Reward after the action, as the hooks left it, payoff units. */
  readonly reward: number
  /** Weight in losses beside that of its episode; 1 where left out. */
  readonly weight?: number
}

/**
 * A decision as a rollout recorded it.
 * @param action over the action rows of all envs @param input the row under the cue of the update, where that is another
 */
export function transitionOf(trace: Trace, action: number, reward: number, input = trace.input): Transition {
  const { mask, narration, logProbability, value } = trace
  return { input, mask, action, ...(narration && { token: narration.token }), logProbability, value, reward }
}

/** One episode: the focal seat's decisions in order, and the draw of its motivation m. */
export interface Trajectory {
  /** Decisions of the focal seat, in order. */
  readonly transitions: readonly Transition[]
  /** Index of the evidence set that m was drawn from. */
  readonly set: number
  /** Standard normal draw behind m, [persona]: m = mean + SD · noise of that set. */
  readonly noise: Float32Array
  /** Weight of its decisions in losses; 0 drops the episode. */
  readonly weight: number
  /**
   * Whether it trains its rewards alone: a decision with one is as good or bad as that, in SD of the advantages
   * of other episodes and at most ten of them (payoff units where these do not differ), held against neither critic nor
   * batch; its other decisions have weight 0. Left out, all of it trains.
   */
  readonly charged?: boolean
}

/** Decisions by column. */
export interface Rows {
  readonly count: number
  /** [count × layout.input] */
  readonly input: Float32Array
  /** Legal actions of each decision. */
  readonly options: Options
  /** The action taken, over the action rows of all envs, [count]. */
  readonly action: Int32Array
  /** What was said before, [count]; absent where networks do not narrate. */
  readonly token?: Int32Array
  /** Evidence set behind m, [count], and the standard normal draw, [count × persona]. */
  readonly set: Int32Array
  readonly noise: Float32Array
  /** Log-probability of what was done, when it was done, [count]. */
  readonly old: Float32Array
  /** Standardised advantage, target of the value, weight of the decision, [count] each. */
  readonly advantage: Float32Array
  readonly target: Float32Array
  readonly weight: Float32Array
}

/**
 * All decisions of a rollout with generalised advantages. The last decision of an episode ends it: nothing is
 * bootstrapped. Targets of the value are advantage + value; then advantages are standardised over the weighted rows,
 * charged episodes left out: their mean would make a good act of a charge wherever the batch does badly.
 */
export function withAdvantages(
  { layout, persona, narration }: NetworkSpec,
  trajectories: readonly Trajectory[],
  { gamma, lambda }: { readonly gamma: number; readonly lambda: number },
): Rows {
  const count = trajectories.reduce((sum, { transitions }) => sum + transitions.length, 0)
  const input = new Float32Array(count * layout.input)
  const mask = new Float32Array(count * layout.actions)
  const noise = new Float32Array(count * persona)
  const [action, set, token] = [new Int32Array(count), new Int32Array(count), new Int32Array(count)]
  const [old, target, weight] = [new Float32Array(count), new Float32Array(count), new Float32Array(count)]
  const advantages = new Float64Array(count)
  const charges = new Uint8Array(count)
  let row = 0
  for (const trajectory of trajectories) {
    const { transitions, charged = false } = trajectory
    let advantage = 0
    for (let t = transitions.length - 1; t >= 0; t--, row++) {
      const { reward, value, ...done } = transitions[t]
      const next = transitions[t + 1]?.value ?? 0
      advantage = charged ? reward : reward + gamma * next - value + gamma * lambda * advantage
      input.set(done.input, row * layout.input)
      mask.set(done.mask, row * layout.actions)
      noise.set(trajectory.noise, row * persona)
      action[row] = done.action
      set[row] = trajectory.set
      if (narration) token[row] = done.token ?? refuseMissingToken()
      old[row] = done.logProbability
      advantages[row] = advantage
      target[row] = charged ? value : advantage + value
      weight[row] = charged && reward === 0 ? 0 : trajectory.weight * (done.weight ?? 1)
      charges[row] = Number(charged)
    }
  }
  const columns = { count, input, options: optionsOf(mask, layout.actions), action, set, noise, old, target, weight }
  return { ...columns, advantage: standardised(advantages, weight, charges), ...(narration && { token }) }
}

/** A charge counts as so many SD at most, lest one of a batch whose payoffs hardly differ outweighs everything. */
const MOST = 10

/** @param charges 1 for charged rows, which are scaled and not centred, and make neither mean nor SD */
function standardised(advantages: Float64Array, weights: Float32Array, charges: Uint8Array): Float32Array {
  let [sum, squares, total] = [0, 0, 0]
  for (let row = 0; row < advantages.length; row++) {
    const counts = charges[row] ? 0 : weights[row]
    sum += counts * advantages[row]
    squares += counts * advantages[row] * advantages[row]
    total += counts
  }
  const mean = total > 0 ? sum / total : 0
  const sd = total > 0 ? Math.sqrt(Math.max(0, squares / total - mean * mean)) : 1
  const charge = (reward: number) => Math.max(-MOST, Math.min(MOST, reward / (sd || 1)))
  return Float32Array.from(advantages, (advantage, row) =>
    charges[row] ? charge(advantage) : (advantage - mean) / (sd + 1e-8),
  )
}

/** Some of the decisions, in this order. */
export function chosen(rows: Rows, which: readonly number[]): Rows {
  const columns = <A extends Float32Array | Int32Array>(from: A): A => {
    const width = from.length / rows.count
    const out = new (from.constructor as new (length: number) => A)(which.length * width)
    for (let i = 0; i < which.length; i++)
      for (let k = 0; k < width; k++) out[i * width + k] = from[which[i] * width + k]
    return out
  }
  return {
    count: which.length,
    input: columns(rows.input),
    options: optionsAt(rows.options, which),
    action: columns(rows.action),
    set: columns(rows.set),
    noise: columns(rows.noise),
    old: columns(rows.old),
    advantage: columns(rows.advantage),
    target: columns(rows.target),
    weight: columns(rows.weight),
    ...(rows.token && { token: columns(rows.token) }),
  }
}

function refuseMissingToken(): never {
  throw new Fault(
    'METTLE_DEFECT',
    'Expected a token with every transition of a network that narrates, got none: record `token` with it',
  )
}
