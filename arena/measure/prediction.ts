import { drawMind, type Posterior } from '../../agents/actor.ts'
import { tf } from '../../agents/backend.ts'
import type { Pool } from '../../agents/draws.ts'
import { type Evidence, personasIn } from '../../agents/evidence.ts'
import type { Network } from '../../agents/network.ts'
import type { Trainable } from '../../agents/ppo.ts'
import type { Matrix } from '../../agents/traits.ts'
import type { Rng } from '../../envs/random.ts'
import { columnMeans } from '../statistics/linear.ts'
import { type Battery, fitted, networkPolicies } from './battery.ts'
import { ascent, type Decisions, decisionsIn, disposeDecisions, type Objective, pushed } from './displacement.ts'
import { halves } from './instruments/plays.ts'
import type { Policy } from './inverse-fit.ts'

/** What is said of the drag before the first update (VALIDITY §4). All in SD of independent-trait writers. */
export interface Prediction {
  /**
   * S_q: covariance of behaviour-fitted traits over m ~ q(m | the assistant's acts), before and after narrowing,
   * [DIM][DIM].
   */
  readonly posterior: { readonly imitated: Matrix; readonly narrowed: Matrix }
  /**
   * M̂: second moments of the displacement of fitted traits under random rewards, all pushed equally hard, [DIM][DIM].
   */
  readonly displacement: Readonly<Partial<Record<Trainable, Matrix>>>
  /**
   * Γ₀: displacement of fitted traits along the preconditioned gradient of the real reward on held-out matches, [DIM].
   */
  readonly entanglement: Readonly<Partial<Record<Trainable, readonly number[]>>>
  /**
   * S_q after narrowing and M̂, each read off either half of the items alone, so that a drag read off the other half
   * shares no item with what foretold it (VALIDITY §3.3).
   */
  readonly halves: {
    readonly posterior: Halves<Matrix>
    readonly displacement: Readonly<Partial<Record<Trainable, Halves<Matrix>>>>
  }
}

/** A figure read off the first and off the second half of the items. */
export type Halves<T> = readonly [T, T]

/** A figure read off all items, and off either half. */
export interface Halved<T> {
  readonly whole: T
  readonly halves: Halves<T>
}

/** Fitted traits of the assistant's policy, averaged over minds, [DIM]. */
export const traitsOf = (network: Network, battery: Battery, minds: readonly Float32Array[]): readonly number[] =>
  fitted(battery, networkPolicies(network, battery, minds, 'neutral')).traits

/** Fitted traits of policies on every item, by either half of the items alone, [DIM] each. */
export function halfTraits(battery: Battery, policies: readonly Policy[]): Halves<readonly number[]> {
  const [one, two] = halves(battery)
  return [fitted(battery, policies, one).traits, fitted(battery, policies, two).traits]
}

function halved(network: Network, battery: Battery, minds: readonly Float32Array[]): Halved<readonly number[]> {
  const policies = networkPolicies(network, battery, minds, 'neutral')
  return { whole: fitted(battery, policies).traits, halves: halfTraits(battery, policies) }
}

/** One figure of each reading. */
const each = <T, U>({ whole, halves: [one, two] }: Halved<T>, of: (value: T) => U): Halved<U> => ({
  whole: of(whole),
  halves: [of(one), of(two)],
})

/** The readings of many, a list for each. */
const listed = <T>(all: readonly Halved<T>[]): Halved<T[]> => ({
  whole: all.map(({ whole }) => whole),
  halves: [all.map((a) => a.halves[0]), all.map((a) => a.halves[1])],
})

/**
 * S_q in behaviour: each draw of m is somebody, whose traits are fitted alone; their covariance is what selection on
 * motives could move.
 * @param draws of m
 */
export function posteriorCovariance(
  network: Network,
  battery: Battery,
  posterior: Posterior,
  draws: number,
  rng: Rng,
): Halved<Matrix> {
  const personas = Array.from({ length: draws }, () =>
    halved(network, battery, [drawMind(posterior, 'neutral', rng).m]),
  )
  return each(listed(personas), (rows) => {
    const mean = columnMeans(rows)
    return moments(
      rows.map((traits) => traits.map((value, t) => value - mean[t])),
      draws - 1,
    )
  })
}

/** Σ x xᵀ / n. */
function moments(rows: readonly (readonly number[])[], n: number): number[][] {
  return rows[0].map((_, t) => rows[0].map((__, u) => rows.reduce((sum, x) => sum + x[t] * x[u], 0) / n))
}

export interface PredictionOptions {
  readonly network: Network
  readonly battery: Battery
  readonly assistant: Evidence
  readonly minds: readonly Float32Array[]
  /** Decisions of the train env. */
  readonly pool: Pool
  readonly trainable: Trainable
  readonly rng: Rng
}

const ROWS = 256
const BATCHES = 2

/**
 * M̂: where random rewards take the traits. A random reward pays each action of the train env by its own random linear
 * function of the observation; every one pushes the policy equally far. The power reward is not among them.
 * @param rewards how many
 */
export function displacementCovariance(options: PredictionOptions, rewards: number): Halved<Matrix> {
  const moves = Array.from({ length: rewards }, (_, r) => randomPush(options, options.rng.fork(r)))
  const rest = halved(options.network, options.battery, options.minds)
  const from = (at: readonly number[], rows: readonly (readonly number[])[]) =>
    moments(
      rows.map((row) => row.map((value, t) => value - at[t])),
      rewards,
    )
  const { whole, halves: parts } = listed(moves)
  return { whole: from(rest.whole, whole), halves: [from(rest.halves[0], parts[0]), from(rest.halves[1], parts[1])] }
}

function randomPush(options: PredictionOptions, rng: Rng): Halved<readonly number[]> {
  const { network, assistant, pool } = options
  const { layout } = network.spec
  const reward = tf.tensor2d(
    Float32Array.from({ length: layout.input * layout.actions }, () => rng.normal()),
    [layout.input, layout.actions],
  )
  const batches = Array.from({ length: BATCHES }, () => {
    const at = decisionsIn(pool, network, assistant, ROWS, rng)
    const weights = tf.tidy(() => standardised(tf.matMul(at.input, reward), at.mask))
    const objective = (logPolicy: tf.Tensor2D) => tf.mean(tf.sum(tf.mul(tf.exp(logPolicy), weights), 1)) as tf.Scalar
    return { at, weights, objective }
  })
  reward.dispose()
  return displaced(options, batches)
}

interface Batch {
  readonly at: Decisions
  readonly weights: tf.Tensor2D
  readonly objective: Objective
}

/** Where one push takes the fitted traits; disposes the batches. */
function displaced(
  { network, battery, assistant, minds, trainable }: PredictionOptions,
  batches: readonly Batch[],
): Halved<readonly number[]> {
  const direction = ascent(network, trainable, assistant, batches)
  const moved = pushed(network, assistant, direction, batches[0].at, () => halved(network, battery, minds))
  for (const tensor of Object.values(direction)) tensor.dispose()
  for (const { at, weights } of batches) {
    disposeDecisions(at)
    weights.dispose()
  }
  return moved
}

/** Mean 0 and SD 1 over the legal actions of the batch, 0 elsewhere. */
function standardised(values: tf.Tensor, mask: tf.Tensor2D): tf.Tensor2D {
  const [mean, sd] = momentsUnder(values, mask)
  return tf.mul(tf.div(tf.sub(values, mean), sd), mask) as tf.Tensor2D
}

function momentsUnder(values: tf.Tensor, mask: tf.Tensor): [tf.Tensor, tf.Tensor] {
  const total = tf.sum(mask)
  const mean = tf.div(tf.sum(tf.mul(values, mask)), total)
  const square = tf.div(tf.sum(tf.mul(tf.square(tf.sub(values, mean)), mask)), total)
  return [mean, tf.add(tf.sqrt(square), 1e-8)]
}

/** A focal decision of a held-out match, with the advantage of what was done. */
export interface Taken {
  readonly input: Float32Array
  readonly mask: Float32Array
  readonly set: number
  readonly noise: Float32Array
  /** Index over all action rows. */
  readonly action: number
  readonly advantage: number
}

/**
 * Γ₀, the rival predictor: gradient entanglement. Traits are read after a push along P∇J of the real reward, on matches
 * that training never sees, as hard as any random reward pushes.
 */
export function entanglement(options: PredictionOptions, taken: readonly Taken[]): number[] {
  const { network, battery, assistant, minds } = options
  const half = Math.ceil(taken.length / BATCHES)
  const parts = Array.from({ length: BATCHES }, (_, i) => taken.slice(i * half, (i + 1) * half))
  const batches = parts.map((rows) => upload(network, assistant, rows))
  const rest = traitsOf(network, battery, minds)
  return displaced(options, batches).whole.map((value, t) => value - rest[t])
}

function upload(network: Network, assistant: Evidence, rows: readonly Taken[]): Batch {
  const { layout, persona } = network.spec
  const sets = personasIn(assistant)
  const pack = (width: number, of: (row: Taken, out: Float32Array) => void) => {
    const out = new Float32Array(rows.length * width)
    rows.forEach((row, i) => void of(row, out.subarray(i * width, (i + 1) * width)))
    return tf.tensor2d(out, [rows.length, width])
  }
  const at: Decisions = {
    input: pack(layout.input, (row, out) => out.set(row.input)),
    mask: pack(layout.actions, (row, out) => out.set(row.mask)),
    sets: pack(sets, (row, out) => out.fill(1, row.set, row.set + 1)),
    noise: pack(persona, (row, out) => out.set(row.noise)),
  }
  const weights = pack(layout.actions, (row, out) => out.fill(row.advantage, row.action, row.action + 1))
  const objective = (logPolicy: tf.Tensor2D) => tf.mean(tf.sum(tf.mul(logPolicy, weights), 1)) as tf.Scalar
  return { at, weights, objective }
}
