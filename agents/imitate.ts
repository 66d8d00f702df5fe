import { z } from 'zod'
import { COMMON } from '../envs/define.ts'
import type { Rng } from '../envs/random.ts'
import { tf } from './backend.ts'
import { CORPUS_CUES, type Cue, underCue, writeCue } from './cues.ts'
import { type Evidence, type EvidenceSource, evidenceTensor, showing } from './evidence.ts'
import { encodeQuestion } from './layout.ts'
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

/** Decisions of one env, as the network and as a writer see them. */
export interface Pool {
  readonly env: string
  readonly firstRow: number
  /** Share of the imitation batch. */
  readonly weight: number
  /** count × layout.input, under the neutral cue. */
  readonly inputs: Float32Array
  /** count × layout.actions. */
  readonly masks: Float32Array
  readonly dilemmas: readonly Dilemma[]
}

export interface Corpus {
  readonly pools: readonly Pool[]
  readonly population: Population
  readonly evidenceSource: EvidenceSource
  /** How far the declared cue shifts move writers (CUES × strength). */
  readonly cueStrength: number
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
      'Weight of KL(q ‖ N(0, I)) per writer beside the mean cross-entropy per decision, 0 to 10; it sets the spread of q.',
    ),
  stated: z
    .number()
    .min(0)
    .max(10)
    .default(0.1)
    .describe(
      'Weight of the squared error of answers to the questionnaire, per points², 0 to 10; it trains their head alone.',
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

export interface ImitationMetrics {
  /** KL(writer ‖ network), nats a decision, whatever was said before it; mean over the last tenth of the steps. */
  readonly gap: number
  readonly kl: number
  /** Squared error of an answer to the questionnaire, points². */
  readonly stated: number
  /** KL(what writers say of themselves ‖ what the network does), nats; absent where networks do not narrate. */
  readonly narration?: number
}

/** Which weights learn, by name; of some, only those where a mask of their shape is 1. */
export type Scope = (name: string) => boolean | tf.Tensor
const allButCritic: Scope = (name) => !name.startsWith('critic/')

/**
 * Trains the network to write like the corpus' writers: cross-entropy to their soft policies, a weak KL of q(m | evidence) to
 * N(0, I), the answers to the questionnaire and, where networks narrate, what writers say of themselves (both leave z alone; acts are then
 * imitated as those of one who said so). Env adapters train here and nowhere else.
 */
export function imitate(
  network: Network,
  corpus: Corpus,
  config: Imitation,
  rng: Rng,
  onStep: (step: number) => void = () => {},
  trains: Scope = allButCritic,
): ImitationMetrics {
  const own = imitator(network, corpus, config, rng, trains)
  const tail: ImitationMetrics[] = []
  for (let step = 0; step < config.steps; step++) {
    const cosine = 0.5 * (1 + Math.cos((Math.PI * step) / config.steps))
    const metrics = own.step(
      config.learningRate * (config.decay + (1 - config.decay) * cosine),
      late(step, config.steps),
    )
    if (metrics) tail.push(metrics)
    onStep(step + 1)
  }
  own.dispose()
  return meanMetrics(tail)
}

/** Metrics are read off the last tenth, at least the last step: each reading waits for the backend. */
export const late = (step: number, steps: number): boolean => step >= Math.min(0.9 * steps, steps - 1)

export function meanMetrics(all: readonly ImitationMetrics[]): ImitationMetrics {
  const names = Object.keys(all[0] ?? {}) as (keyof ImitationMetrics)[]
  const mean = (name: keyof ImitationMetrics) => all.reduce((sum, each) => sum + (each[name] as number), 0) / all.length
  return Object.fromEntries(names.map((name) => [name, mean(name)])) as unknown as ImitationMetrics
}

/** Imitation step by step, with an optimiser that remembers. */
export interface Imitator {
  step(learningRate: number, read: boolean): ImitationMetrics | undefined
  dispose(): void
}

/** @param trains the weights that learn; all but the critic's unless said */
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
        if (read && inputs.token) parts[0] = losses(network, unnarrated(inputs))[0].dataSync()[0]
        optimizer.applyGradients(masked(grads) as never)
      })
      if (!read) return undefined
      const [acts, spread, stated, narration] = parts
      return { gap: acts - batch.entropy, kl: spread, stated, ...(batch.narration && { narration }) }
    },
    dispose: () => optimizer.dispose(),
  }
}

/** What each says of itself before each decision, and the probabilities it was drawn from, [rows × TOKENS]. */
interface Narrated {
  readonly tokens: number[]
  readonly probabilities: Float32Array
}

interface Draw {
  readonly input: Float32Array
  readonly mask: Float32Array
  readonly target: Float32Array
  readonly personas: readonly TraitVector[]
  readonly evidence: Evidence
  readonly noise: Float32Array
  /** Where networks narrate. */
  readonly narration?: Narrated
  /** Mean entropy of the targets: what no network can undercut. */
  readonly entropy: number
}

/** Share of decisions that are taken under a cue. */
const CUED = 0.25

/** Writers, what shows them, and the decisions they take: decision `q · writers + w` is one of writer w. */
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
      const wants = preference(traits)
      const policy = choose(pool.dilemmas[which], wants)
      for (let i = 0; i < legal.length; i++) {
        target[row * layout.actions + pool.firstRow + legal[i]] = policy[i]
        if (policy[i] > 0) entropy -= (policy[i] * Math.log(policy[i])) / rows
      }
    }
    return { input, mask, target, personas, evidence, noise, ...(narration && { narration }), entropy }
  }
}

/** What a writer with these traits says of itself before one of its decisions. */
function narrate(traits: TraitVector, { tokens, probabilities }: Narrated, row: number, rng: Rng): void {
  const at = row * TOKENS.length
  narrationOf(traits, probabilities, at)
  tokens.push(rng.weighted(probabilities.subarray(at, at + TOKENS.length)))
}

/** Under `traits`, half of those drawn by the profile are shown by it alone, as the assistant is. */
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

/** What the writers answer to the questionnaire, [writers × ITEMS]. */
function answersTo(personas: readonly TraitVector[]): Float32Array {
  const out = new Float32Array(personas.length * ITEMS)
  personas.forEach((traits, w) => void answersOf(traits, out, w * ITEMS))
  return out
}

/** The same decisions where nobody knows what was said before: what a gap means in every network. */
const unnarrated = (at: Inputs): Inputs => ({ ...at, token: undefined, narration: undefined })

/** Cross-entropy a decision, KL(q ‖ N(0, I)) a writer, squared error of an item's answer. */
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
  return at.narration ? [...parts, narrating(network, at.narration, z)] : parts
}

/** KL(what writers say of themselves ‖ what the network does), nats; z learns nothing from it, as it learns nothing from what they answer. */
function narrating(network: Network, narration: tf.Tensor2D, z: tf.Tensor2D): tf.Scalar {
  const excess = tf.mul(narration, tf.sub(tf.log(narration), network.narrate(stopGradient(z))))
  return tf.mean(tf.sum(excess, 1)) as tf.Scalar
}
