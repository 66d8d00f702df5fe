import { z } from 'zod'
import { COMMON, type Env } from '../envs/define.ts'
import type { Rng } from '../envs/random.ts'
import { dense, placed, tf } from './backend.ts'
import { CUE_WIDTH } from './cues.ts'
import { type Descriptors, describeActions } from './descriptors.ts'
import { actLength, type EvidenceKind, type EvidenceTensor } from './evidence.ts'
import { type Layout, layoutOf } from './layout.ts'
import { TOKENS } from './narration.ts'
import { ITEMS, POINTS } from './questionnaire.ts'

/** Units of each layer, and how the heads score actions. */
export const NetworkSettings = z.strictObject({
  persona: z.int().min(1).max(64).default(8).describe('Numbers in the motivation m and in z, 1 to 64.'),
  adapter: z
    .int()
    .min(1)
    .max(256)
    .default(32)
    .describe('Units that the adapters of all envs write their own observations to, 1 to 256.'),
  trunk: z.int().min(1).max(512).default(64).describe('Units of the trunk, which all envs share, 1 to 512.'),
  bypass: z
    .int()
    .min(0)
    .max(512)
    .default(32)
    .describe('Units of the path from trunk to heads that avoids z, 0 (no such path) to 512.'),
  head: z.int().min(1).max(512).default(96).describe('Hidden units between z and the scores of actions, 1 to 512.'),
  sharing: z
    .enum(['rows', 'descriptor'])
    .default('rows')
    .describe(
      'How actions are scored: rows gives each action output weights of its own, descriptor scores it by what it is.',
    ),
  narration: z
    .boolean()
    .default(false)
    .describe('Whether agents say something of themselves before they act and act on it, so that both are reinforced.'),
  statedTrains: z
    .boolean()
    .default(false)
    .describe(
      'Whether losses of interventions train the self-report head in compete; no gradient leaves it either way.',
    ),
})
export type NetworkSettings = z.output<typeof NetworkSettings>

type Widths = Omit<NetworkSettings, 'sharing' | 'narration' | 'statedTrains'>

/** All that fixes a network's shape; it is stored with every checkpoint. Widths as `NetworkSettings` describes them. */
export interface NetworkSpec extends Readonly<Widths> {
  /** Where each env's observations and actions stand in a row. */
  readonly layout: Layout
  /** What shows the network a persona, and how many numbers a row of such evidence has. */
  readonly evidence: { readonly kind: EvidenceKind; readonly width: number }
  /** Whether it says something of itself before it acts, and acts on that; left out, it does not. */
  readonly narration?: boolean
  /** What every action is, where actions are scored by that; left out, every action has an output row of its own. */
  readonly descriptors?: Descriptors
}

/** Weights by name, `layer/w` and `layer/b`, each with its shape and its values row by row. */
export type Weights = Readonly<Record<string, { readonly shape: readonly number[]; readonly values: Float32Array }>>

/** The spec of a network for these envs, in this order. */
export function specOf(
  envs: readonly Env[],
  evidence: NetworkSpec['evidence'],
  { sharing, narration, statedTrains: _, ...widths }: NetworkSettings,
): NetworkSpec {
  const described = sharing === 'descriptor' && { descriptors: describeActions(envs) }
  return { layout: layoutOf(envs), evidence, ...widths, ...(narration && { narration }), ...described }
}

/** Hidden units that read each situation–act pair of the evidence. */
const PAIR_UNITS = 64
/** Hidden units that read the descriptor of each action. */
const DESCRIPTOR_UNITS = 64
/** Numbers of a descriptor that are not 0, about: the fan-in that its initial weights are scaled for. */
const DESCRIPTOR_FAN_IN = 4
/** Typical number of pairs: sums over pairs, and their count, are divided by it so that inputs are about 1 in size. */
const PAIR_COUNT = 32
/** Scale of the precision that evidence adds to the prior's 1; untrained, a persona's pairs together add about 3. */
const PRECISION = 4

/** Initial weights: He et al. 2015 for relu layers, small for outputs. The seed of `rng` fixes them. */
export function initialise(spec: NetworkSpec, rng: Rng): Weights {
  const weights: Record<string, { shape: number[]; values: Float32Array }> = {}
  const layer = (name: string, rows: number, columns: number, gain: number, fanIn = rows) => {
    const source = rng.fork(name)
    const sd = gain / Math.sqrt(fanIn)
    weights[`${name}/w`] = {
      shape: [rows, columns],
      values: Float32Array.from({ length: rows * columns }, () => sd * source.normal()),
    }
    weights[`${name}/b`] = { shape: [columns], values: new Float32Array(columns) }
  }
  const he = Math.sqrt(2)
  const { kind, width } = spec.evidence
  if (kind === 'acts') {
    // Most of an act is zeros.
    layer('persona/act', actLength(spec.layout), PAIR_UNITS, he, width)
    layer('persona/pair', PAIR_UNITS, PAIR_UNITS, he)
    layer('persona/pull', PAIR_UNITS, spec.persona, 0.1)
    layer('persona/weight', PAIR_UNITS, spec.persona, 0.1)
  }
  layer('persona/hidden', kind === 'acts' ? PAIR_UNITS + 1 : width, 64, he)
  layer('persona/mean', 64, spec.persona, kind === 'acts' ? 0.1 : 1)
  layer('persona/spread', 64, spec.persona, 0.1)
  layer('adapter', spec.layout.adapter, spec.adapter, 1)
  layer('trunk', spec.adapter + COMMON + CUE_WIDTH, spec.trunk, he)
  layer('z/hidden', spec.trunk + spec.persona, 64, he)
  layer('z/out', 64, spec.persona, 0.1)
  if (spec.bypass > 0) layer('bypass', spec.trunk, spec.bypass, he)
  layer('head/hidden', spec.persona + spec.bypass + (spec.narration ? TOKENS.length : 0), spec.head, he)
  if (spec.descriptors) {
    layer('head/descriptor', spec.descriptors.columns.length, DESCRIPTOR_UNITS, he, DESCRIPTOR_FAN_IN)
    layer('head/score', DESCRIPTOR_UNITS, spec.head + 1, 0.1, DESCRIPTOR_UNITS * spec.head)
  } else layer('head/rows', spec.head, spec.layout.actions, 0.1)
  layer('stated/hidden', spec.persona, 32, he)
  layer('stated/out', 32, ITEMS, 0.1)
  if (spec.narration) {
    layer('narration/hidden', spec.persona, 32, he)
    layer('narration/out', 32, TOKENS.length, 0.1)
  }
  layer('critic/hidden', spec.trunk + spec.persona, 32, he)
  layer('critic/out', 32, 1, 0.1)
  return weights
}

/** Changes z inside a forward pass, [rows, persona] → [rows, persona]. */
export type LatentTransform = (z: tf.Tensor2D) => tf.Tensor2D

export interface Forward {
  /** The motivation layer before interventions, [rows, persona]. */
  readonly z: tf.Tensor2D
  /** z after interventions, as the heads read it, [rows, persona]; `z` itself where there are none. */
  readonly moved: tf.Tensor2D
  /**
   * Logits over the action rows of all envs, masked ones about −10⁴, [rows, actions]. A network that narrates gives
   * those after the token that was said or, without one, log-probabilities summed over all tokens.
   */
  readonly logits: tf.Tensor2D
  /** Value of the state in payoff units, [rows]; no gradient reaches trunk or z from it. */
  readonly value: tf.Tensor1D
}

export interface Network {
  readonly spec: NetworkSpec
  /** Weights on the backend, by name; owned by the network. */
  readonly variables: Readonly<Record<string, tf.Variable>>
  /** q(m | evidence), a Gaussian with independent parts: mean and log SD, each [personas, persona]. */
  posterior(evidence: EvidenceTensor): { mean: tf.Tensor2D; logSd: tf.Tensor2D }
  /**
   * One pass from observations to logits and value.
   * @param input [rows, layout.input]
   * @param m motivation of each row, [rows, persona]
   * @param mask 1 where an action is legal, [rows, actions]
   * @param motivation interventions on z; left out, z stays as it is
   * @param token what the agent says of itself before it acts, one-hot, [rows, TOKENS]
   */
  forward(
    input: tf.Tensor2D,
    m: tf.Tensor2D,
    mask: tf.Tensor2D,
    motivation?: LatentTransform,
    token?: tf.Tensor2D,
  ): Forward
  /** The motivation layer alone, [rows, persona]: `input` and `m` as in `forward`. */
  z(input: tf.Tensor2D, m: tf.Tensor2D): tf.Tensor2D
  /** The agent's answer to each item of the questionnaire, 1 … 5, [rows, ITEMS]; no gradient reaches z from it. */
  answers(z: tf.Tensor2D): tf.Tensor2D
  /** Log-probabilities of what the agent says of itself, [rows, TOKENS]; only for networks that narrate. */
  narrate(z: tf.Tensor2D): tf.Tensor2D
  /** A copy of all weights. */
  weights(): Weights
  /** Sets the weights that are given; others stay as they were. */
  load(weights: Weights): void
  dispose(): void
}

/** Taken from the logits of illegal actions: finite, and so large that their probability underflows to 0. */
const MASKED = 1e4

export function createNetwork(spec: NetworkSpec, initial: Weights): Network {
  const variables: Record<string, tf.Variable> = {}
  for (const [name, { shape, values }] of Object.entries(initial))
    variables[name] = tf.tidy(() => tf.variable(tf.tensor(values, [...shape])))
  const apply = (name: string, x: tf.Tensor2D, activation?: 'relu', leaf?: boolean) => {
    const [w, b] = [variables[`${name}/w`] as tf.Tensor2D, variables[`${name}/b`] as unknown as tf.Tensor1D]
    return dense(x, w, b, activation, leaf)
  }
  const { adapter } = spec.layout
  const described = spec.descriptors && tf.tidy(() => tf.keep(tf.tensor2d(spec.descriptors?.rows as number[][])))

  const trunk = (input: tf.Tensor2D) => {
    const own = tf.slice(input, [0, 0], [-1, adapter])
    const shared = tf.slice(input, [0, adapter], [-1, spec.layout.input - adapter])
    return apply('trunk', tf.concat([apply('adapter', own, undefined, true), shared], 1), 'relu')
  }
  const latent = (h: tf.Tensor2D, m: tf.Tensor2D) =>
    tf.add(m, apply('z/out', apply('z/hidden', tf.concat([h, m], 1), 'relu'))) as tf.Tensor2D

  /** Logits of all actions, from output rows of their own or from weights that follow from each action's descriptor. */
  const scores = (hidden: tf.Tensor2D) => {
    if (!described) return apply('head/rows', hidden)
    const read = apply('head/score', apply('head/descriptor', described, 'relu', true))
    const [w, b] = tf.split(read, [spec.head, 1], 1)
    // Summed, not reshaped: on wasm a reshaped bias keeps its old rank.
    return dense(hidden, tf.transpose(w) as tf.Tensor2D, tf.sum(b, 1) as tf.Tensor1D)
  }

  /** Sum over a persona's pairs, since evidence adds up, and their count, [personas, PAIR_UNITS + 1]. */
  const pooled = ({ rows, each }: EvidenceTensor) => {
    const [w, b] = [variables['persona/act/w'] as tf.Tensor2D, variables['persona/act/b'] as unknown as tf.Tensor1D]
    const pairs = apply('persona/pair', tf.relu(placed(rows, w, b)), 'relu')
    const personas = rows.shape[0] / each
    const total = tf.sum(tf.reshape(pairs, [personas, each, PAIR_UNITS]), 1)
    return tf.concat([tf.div(total, PAIR_COUNT), tf.fill([personas, 1], each / PAIR_COUNT)], 1) as tf.Tensor2D
  }

  /**
   * Product of Gaussian factors: each pair pulls the mean and adds precision to the prior's, so that more of the same
   * evidence always counts for more. What pairs say together corrects it: `mean` and `logSd` of the layers behind.
   */
  const weighed = (pool: tf.Tensor2D, mean: tf.Tensor2D, logSd: tf.Tensor2D) => {
    const pairs = tf.slice(pool, [0, 0], [-1, PAIR_UNITS]) as tf.Tensor2D
    const precision = tf.add(1, tf.mul(tf.softplus(apply('persona/weight', pairs)), PRECISION))
    const pulled = tf.div(tf.mul(apply('persona/pull', pairs), PAIR_COUNT), precision)
    return {
      mean: tf.add(pulled, mean) as tf.Tensor2D,
      logSd: tf.sub(logSd, tf.mul(0.5, tf.log(precision))) as tf.Tensor2D,
    }
  }

  const narrate = (z: tf.Tensor2D) =>
    tf.logSoftmax(apply('narration/out', apply('narration/hidden', z, 'relu'))) as tf.Tensor2D

  return {
    spec,
    variables,
    narrate,
    posterior(evidence) {
      const shown = spec.evidence.kind === 'acts' ? pooled(evidence) : evidence.rows
      const hidden = apply('persona/hidden', shown, 'relu', spec.evidence.kind === 'traits')
      const [mean, logSd] = [apply('persona/mean', hidden), apply('persona/spread', hidden)]
      return spec.evidence.kind === 'acts' ? weighed(shown, mean, logSd) : { mean, logSd }
    },
    z: (input, m) => latent(trunk(input), m),
    forward(input, m, mask, motivation = (z) => z, token) {
      const h = trunk(input)
      const z = latent(h, m)
      const changed = motivation(z)
      const headInput = (spec.bypass > 0 ? tf.concat([changed, apply('bypass', h, 'relu')], 1) : changed) as tf.Tensor2D
      const penalty = tf.mul(tf.sub(mask, 1), MASKED)
      const act = (x: tf.Tensor2D) => tf.add(scores(apply('head/hidden', x, 'relu')), penalty) as tf.Tensor2D
      const logits = spec.narration ? afterNarration(headInput, act, token, () => narrate(changed)) : act(headInput)
      const criticInput = stopGradient(tf.concat([h, z], 1))
      const value = tf.reshape(apply('critic/out', apply('critic/hidden', criticInput, 'relu')), [-1]) as tf.Tensor1D
      return { z, moved: changed, logits, value }
    },
    answers(z) {
      const leaning = tf.sigmoid(apply('stated/out', apply('stated/hidden', stopGradient(z), 'relu')))
      return tf.add(1, tf.mul(leaning, POINTS - 1)) as tf.Tensor2D
    },
    weights: () =>
      Object.fromEntries(
        Object.entries(variables).map(([name, v]) => [
          name,
          { shape: v.shape, values: v.dataSync().slice() as Float32Array },
        ]),
      ),
    load(weights) {
      for (const [name, { shape, values }] of Object.entries(weights))
        tf.tidy(() => variables[name].assign(tf.tensor(values, [...shape])))
    },
    dispose: () => tf.dispose([...Object.values(variables), ...(described ? [described] : [])]),
  }
}

/** Logits of actions after the token that was said; without one, log Σ P(token) · P(action | token) over all tokens. */
function afterNarration(
  headInput: tf.Tensor2D,
  act: (input: tf.Tensor2D) => tf.Tensor2D,
  token: tf.Tensor2D | undefined,
  narrate: () => tf.Tensor2D,
): tf.Tensor2D {
  const after = (given: tf.Tensor2D) => act(tf.concat([headInput, given], 1))
  if (token) return after(token)
  const rows = headInput.shape[0]
  const each = tf.split(narrate(), TOKENS.length, 1)
  const joint = each.map((logProbability, k) =>
    tf.add(tf.logSoftmax(after(oneHot(new Array(rows).fill(k)))), logProbability),
  )
  return tf.logSumExp(tf.stack(joint), 0) as tf.Tensor2D
}

/** @param tokens one index into TOKENS per row @returns [rows, TOKENS] */
export const oneHot = (tokens: readonly number[]): tf.Tensor2D =>
  tf.cast(tf.oneHot(tf.tensor1d([...tokens], 'int32'), TOKENS.length), 'float32') as tf.Tensor2D

/** The same value, through which no gradient flows. */
export function stopGradient<T extends tf.Tensor>(x: T): T {
  return tf.customGrad((...args) => ({
    value: (args[0] as tf.Tensor).clone(),
    gradFunc: (dy: tf.Tensor) => tf.zerosLike(dy),
  }))(x) as T
}
