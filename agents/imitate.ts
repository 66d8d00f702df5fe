import { z } from 'zod'
import { COMMON } from '../envs/define.ts'
import type { Rng } from '../envs/random.ts'
import { tf } from './backend.ts'
import { CORPUS_CUES, type Cue, underCue, writeCue } from './cues.ts'
import { type Evidence, type EvidenceSource, evidenceTensor, showing } from './evidence.ts'
import { requireFiniteWeights } from './finite.ts'
import { encodeQuestion } from './layout.ts'
import type { Loadings } from './loadings.ts'
import { narrationOf, TOKENS } from './narration.ts'
import { type Network, oneHot, stopGradient } from './network.ts'
import { ProfileSettings } from './profile.ts'
import { answersOf, ITEMS } from './questionnaire.ts'
import {
  condition,
  index,
  type Population,
  type Profile,
  samplePersona,
  type Trait,
  type TraitVector,
} from './traits.ts'
import { choose, type Dilemma, preference } from './writers.ts'

/** Decisions of one env, as the network and as a writer see them; imitation draws from them. */
export interface Pool {
  /** Id of the env. */
  readonly env: string
  /** First action row of the env in the layout. */
  readonly firstRow: number
  /** Share of the imitation batch, relative to other pools. */
  readonly weight: number
  /** Input rows under the neutral cue, [decisions × layout.input]. */
  readonly inputs: Float32Array
  /** 1 where an action was legal, [decisions × layout.actions]. */
  readonly masks: Float32Array
  /** Legal actions and their appraisals, [decisions]. */
  readonly dilemmas: readonly Dilemma[]
}

/** What is imitated. */
export interface Corpus {
  readonly pools: readonly Pool[]
  /** Whom writers are drawn from. */
  readonly population: Population
  /** What shows a writer to the network. */
  readonly evidenceSource: EvidenceSource
  /** How far cues move writers: the share of the shifts that `CUES` declares, 0 … 1. */
  readonly cueStrength: number
  /** How traits make writers weigh appraisals; the default where left out. */
  readonly loadings?: Loadings
}

/** How the network imitates the population of writers. */
export const ImitateSettings = z.strictObject({
  steps: z.int().min(1).max(1_000_000).default(1500).describe('Gradient steps of imitation, 1 to 1000000.'),
  batch: z.int().min(2).max(65_536).default(512).describe('Decisions in each step, 2 to 65536.'),
  queries: z
    .int()
    .min(1)
    .max(1024)
    .default(8)
    .describe('Decisions of each writer in a step, 1 to 1024; a step shows batch / queries writers.'),
  learningRate: z
    .number()
    .min(0)
    .max(1)
    .default(3e-3)
    .describe('Adam step at the start of the cosine schedule, 0 to 1.'),
  decay: z
    .number()
    .min(0)
    .max(1)
    .default(0.1)
    .describe('Adam step at the end of the cosine schedule as a share of that at its start, 0 to 1.'),
  kl: z
    .number()
    .min(0)
    .max(10)
    .default(3e-4)
    .describe(
      'Weight of KL(q ‖ N(0, I)) per writer beside the cross-entropy per decision, 0 to 10; it sets the spread of q.',
    ),
  stated: z
    .number()
    .min(0)
    .max(10)
    .default(0.1)
    .describe(
      'Weight of the squared error of answers to the questionnaire, per points², 0 to 10; only their head learns.',
    ),
})
export type ImitateSettings = z.output<typeof ImitateSettings>

/** How imitation goes on towards the assistant; batch, queries, decay, kl and stated are those of `ImitateSettings`. */
export const NarrowSettings = z.strictObject({
  steps: z.int().min(0).max(1_000_000).default(200).describe('Gradient steps of narrowing, 0 (none) to 1000000.'),
  learningRate: z.number().min(0).max(1).default(1e-3).describe('Adam step at the start of narrowing, 0 to 1.'),
  profile: ProfileSettings,
})

/** What imitation takes: its settings, and whom it is narrowed to. */
export interface Imitation extends ImitateSettings {
  /** Half of the writers come from the population conditioned on this profile; left out, none do. */
  readonly narrow?: Profile
}

/** Means over the last tenth of the steps. */
export interface ImitationMetrics {
  /** KL(writer ‖ network) over actions, summed over narration tokens, nats per decision. */
  readonly gap: number
  /** KL(q(m | evidence) ‖ N(0, I)), nats per writer. */
  readonly kl: number
  /** Squared error per answer to the questionnaire, points². */
  readonly stated: number
  /** KL(writer ‖ network) over narration tokens, nats per decision; absent where networks do not narrate. */
  readonly narration?: number
}

/** Which weights learn, by name: all of a weight, none of it, or its elements where a mask of its shape is 1. */
export type Scope = (name: string) => boolean | tf.Tensor
const allButCritic: Scope = (name) => !name.startsWith('critic/')

/**
 * Trains the network to act like the corpus' writers. The loss is the sum of the cross-entropy to their soft policies,
 * a weak KL of q(m | evidence) to N(0, I), the squared error of answers to the questionnaire and, where networks
 * narrate, the KL to what writers say of themselves. No gradient of the last two reaches z. With narration, actions are
 * imitated given the token that the writer said before. Env adapters train here and nowhere else.
 * @param onStep hears of every finished step, from 1
 * @param trains the weights that learn; all but the critic's unless given
 * @throws Fault naming the weight that is not finite
 */
export function imitate(
  network: Network,
  corpus: Corpus,
  config: Imitation,
  rng: Rng,
  onStep: (step: number) => void = () => {},
  trains: Scope = allButCritic,
): ImitationMetrics {
  const learner = imitator(network, corpus, config, rng, trains)
  const tail: ImitationMetrics[] = []
  for (let step = 0; step < config.steps; step++) {
    const cosine = 0.5 * (1 + Math.cos((Math.PI * step) / config.steps))
    const metrics = learner.step(
      config.learningRate * (config.decay + (1 - config.decay) * cosine),
      late(step, config.steps),
    )
    if (metrics) tail.push(metrics)
    onStep(step + 1)
  }
  learner.dispose()
  requireFiniteWeights(network.variables, 'imitation')
  return meanMetrics(tail)
}

/**
 * Whether metrics are read at this step: in the last tenth, and at least at the last, since a reading waits for the
 * backend.
 */
export const late = (step: number, steps: number): boolean => step >= Math.min(0.9 * steps, steps - 1)

/** Mean of each metric over readings. */
export function meanMetrics(all: readonly ImitationMetrics[]): ImitationMetrics {
  const names = Object.keys(all[0] ?? {}) as (keyof ImitationMetrics)[]
  const mean = (name: keyof ImitationMetrics) => all.reduce((sum, each) => sum + (each[name] as number), 0) / all.length
  return Object.fromEntries(names.map((name) => [name, mean(name)])) as unknown as ImitationMetrics
}

/** Imitation step by step, with one optimiser throughout. */
export interface Imitator {
  /** One gradient step. @param read whether to return the metrics of this batch */
  step(learningRate: number, read: boolean): ImitationMetrics | undefined
  dispose(): void
}

/** @param trains the weights that learn; all but the critic's unless given */
export function imitator(
  network: Network,
  corpus: Corpus,
  config: Omit<Imitation, 'steps' | 'decay'>,
  rng: Rng,
  trains: Scope = allButCritic,
): Imitator {
  const names = Object.keys(network.variables).filter(trains)
  const variables = names.map((name) => network.variables[name])
  const masked = (grads: Readonly<Record<string, tf.Tensor>>) =>
    names.map((name, i) => {
      const [scope, gradient] = [trains(name), grads[variables[i].name]]
      return { name: variables[i].name, tensor: scope === true ? gradient : tf.mul(gradient, scope as tf.Tensor) }
    })
  const draw = sampler(network, corpus, config, rng)
  const optimizer = tf.train.adam(config.learningRate)
  return {
    step(learningRate, read) {
      Object.assign(optimizer, { learningRate })
      const batch = draw()
      let parts: number[] = []
      tf.tidy(() => {
        const inputs = tensors(batch, network)
        const { grads } = tf.variableGrads(() => {
          const terms = losses(network, inputs)
          if (read) parts = terms.map((term) => term.dataSync()[0])
          const [acts, spread, stated, ...narration] = terms
          return tf.addN([acts, tf.mul(spread, config.kl), tf.mul(stated, config.stated), ...narration]) as tf.Scalar
        }, variables)
        if (read && inputs.token) parts[0] = losses(network, withoutTokens(inputs))[0].dataSync()[0]
        optimizer.applyGradients(masked(grads) as never)
      })
      if (!read) return undefined
      const [acts, spread, stated, narration] = parts
      return { gap: acts - batch.entropy, kl: spread, stated, ...(batch.narration && { narration }) }
    },
    dispose: () => optimizer.dispose(),
  }
}

/** Narration of a batch: the token that the writer said before each decision. */
interface Narrated {
  /** Indices into TOKENS, [rows]. */
  readonly tokens: number[]
  /** Probabilities that they were drawn from, [rows × TOKENS]. */
  readonly probabilities: Float32Array
}

/** One batch: `rows` decisions of `writers` personas. */
interface Draw {
  /** Input rows, [rows × layout.input]. */
  readonly input: Float32Array
  /** 1 where an action was legal, [rows × layout.actions]. */
  readonly mask: Float32Array
  /** Policies of the writers, [rows × layout.actions]. */
  readonly target: Float32Array
  /** Traits of the writers, [writers]. */
  readonly personas: readonly TraitVector[]
  /** What shows the writers. */
  readonly evidence: Evidence
  /** Standard normal draws behind m, [writers × persona]. */
  readonly noise: Float32Array
  /** Absent where networks do not narrate. */
  readonly narration?: Narrated
  /** Mean entropy of the targets, nats per decision: the least cross-entropy there is. */
  readonly entropy: number
}

/** Share of decisions in a batch that are taken under a cue; the others are neutral. */
const CUED = 0.25

/** Draws batches: writers, their evidence and their decisions. Decision `q · writers + w` is one of writer w. */
function sampler(network: Network, corpus: Corpus, config: Omit<Imitation, 'steps' | 'decay'>, rng: Rng): () => Draw {
  const { layout, persona } = network.spec
  const writers = Math.max(1, Math.floor(config.batch / config.queries))
  const rows = writers * config.queries
  const narrowed = config.narrow && condition(corpus.population, config.narrow)
  const weights = corpus.pools.map((pool) => pool.weight)

  return () => {
    const personas = Array.from({ length: writers }, (_, w) =>
      samplePersona(narrowed && w % 2 === 0 ? narrowed : corpus.population, rng),
    )
    const evidence = show(corpus.evidenceSource, personas, config.narrow, rng)
    const input = new Float32Array(rows * layout.input)
    const mask = new Float32Array(rows * layout.actions)
    const target = new Float32Array(rows * layout.actions)
    const noise = Float32Array.from({ length: writers * persona }, () => rng.normal())
    const narration = network.spec.narration && { tokens: [], probabilities: new Float32Array(rows * TOKENS.length) }
    let entropy = 0
    for (let row = 0; row < rows; row++) {
      const cue: Cue = rng.uniform() < CUED ? CORPUS_CUES[rng.integer(CORPUS_CUES.length)] : 'neutral'
      const pool = corpus.pools[rng.weighted(weights)]
      const which = rng.integer(pool.dilemmas.length)
      input.set(pool.inputs.subarray(which * layout.input, (which + 1) * layout.input), row * layout.input)
      writeCue(input, row * layout.input + layout.adapter + COMMON, cue)
      mask.set(pool.masks.subarray(which * layout.actions, (which + 1) * layout.actions), row * layout.actions)
      const { legal } = pool.dilemmas[which]
      const traits = underCue(personas[row % writers], cue, corpus.cueStrength)
      if (narration) narrate(traits, narration, row, rng)
      const wants = preference(traits, corpus.loadings)
      const policy = choose(pool.dilemmas[which], wants)
      for (let i = 0; i < legal.length; i++) {
        target[row * layout.actions + pool.firstRow + legal[i]] = policy[i]
        if (policy[i] > 0) entropy -= (policy[i] * Math.log(policy[i])) / rows
      }
    }
    return { input, mask, target, personas, evidence, noise, ...(narration && { narration }), entropy }
  }
}

/** Draws what a writer with these traits says of itself before the decision in this row. */
function narrate(traits: TraitVector, { tokens, probabilities }: Narrated, row: number, rng: Rng): void {
  const at = row * TOKENS.length
  narrationOf(traits, probabilities, at)
  tokens.push(rng.weighted(probabilities.subarray(at, at + TOKENS.length)))
}

/**
 * Evidence of the writers. Under `traits`, half of those drawn from the profile show its traits alone, as the assistant
 * does.
 */
function show(
  evidenceSource: EvidenceSource,
  personas: readonly TraitVector[],
  narrow: Profile | undefined,
  rng: Rng,
): Evidence {
  const evidence = evidenceSource.show(personas, evidenceSource.draw(rng), rng)
  if (evidenceSource.kind === 'acts' || !narrow) return evidence
  for (let w = 0; w < personas.length; w += 2) {
    if (rng.uniform() >= 0.5) continue
    const known = Object.fromEntries(Object.keys(narrow).map((trait) => [trait, personas[w][index(trait as Trait)]]))
    evidence.rows.set(showing(known).rows, w * evidence.width)
  }
  return evidence
}

type Inputs = ReturnType<typeof tensors>

function tensors(batch: Draw, network: Network) {
  const { layout, persona } = network.spec
  const rows = batch.input.length / layout.input
  const writers = batch.personas.length
  const question = new Float32Array(layout.input)
  encodeQuestion(layout, 'neutral', question)
  return {
    input: tf.tensor2d(batch.input, [rows, layout.input]),
    mask: tf.tensor2d(batch.mask, [rows, layout.actions]),
    target: tf.tensor2d(batch.target, [rows, layout.actions]),
    evidence: evidenceTensor(batch.evidence),
    noise: tf.tensor2d(batch.noise, [writers, persona]),
    answers: tf.tensor2d(answersTo(batch.personas), [writers, ITEMS]),
    ...(batch.narration && {
      token: oneHot(batch.narration.tokens),
      narration: tf.tensor2d(batch.narration.probabilities, [rows, TOKENS.length]),
    }),
    question: tf.tile(tf.tensor2d(question, [1, layout.input]), [writers, 1]) as tf.Tensor2D,
  }
}

/** The writers' expected answers to the questionnaire, [writers × ITEMS]. */
function answersTo(personas: readonly TraitVector[]): Float32Array {
  const out = new Float32Array(personas.length * ITEMS)
  personas.forEach((traits, w) => void answersOf(traits, out, w * ITEMS))
  return out
}

/** The same decisions with the tokens unknown, so that a gap means the same in every network. */
const withoutTokens = (at: Inputs): Inputs => ({ ...at, token: undefined, narration: undefined })

/**
 * Cross-entropy per decision, KL(q ‖ N(0, I)) per writer, squared error per answer and, with tokens, their KL per
 * decision.
 */
function losses(network: Network, at: Inputs): tf.Scalar[] {
  const { mean, logSd } = network.posterior(at.evidence)
  const m = tf.add(mean, tf.mul(tf.exp(logSd), at.noise)) as tf.Tensor2D
  const queries = at.input.shape[0] / m.shape[0]
  const { logits, z } = network.forward(at.input, tf.tile(m, [queries, 1]) as tf.Tensor2D, at.mask, undefined, at.token)
  const imitation = tf.neg(tf.mean(tf.sum(tf.mul(at.target, tf.logSoftmax(logits)), 1)))
  const kl = tf.mul(
    0.5,
    tf.mean(tf.sum(tf.sub(tf.add(tf.square(mean), tf.exp(tf.mul(logSd, 2))), tf.add(tf.mul(logSd, 2), 1)), 1)),
  )
  const answered = network.answers(network.z(at.question, m))
  const stated = tf.mean(tf.square(tf.sub(answered, at.answers)))
  const parts = [imitation, kl, stated] as tf.Scalar[]
  return at.narration ? [...parts, narrationLoss(network, at.narration, z)] : parts
}

/** KL(writer ‖ network) over narration tokens, nats per decision. No gradient of it reaches z. */
function narrationLoss(network: Network, narration: tf.Tensor2D, z: tf.Tensor2D): tf.Scalar {
  const excess = tf.mul(narration, tf.sub(tf.log(narration), network.narrate(stopGradient(z))))
  return tf.mean(tf.sum(excess, 1)) as tf.Scalar
}
