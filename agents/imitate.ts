import { z } from 'zod'
import type { Rng } from '../envs/random.ts'
import { compiledImitation } from './compiled/imitation.ts'
import { type Corpus, sampler } from './draws.ts'
import { requireFiniteWeights } from './finite.ts'
import { type ImitationMetrics, type Scope, tensorImitation } from './imitate-tensors.ts'
import type { Network } from './network.ts'
import { profileSettings } from './profile.ts'
import { EIGHT, type TraitSet } from './trait-set.ts'
import type { Profile } from './traits.ts'

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
export const narrowSettings = (traits: TraitSet) =>
  z.strictObject({
    steps: z.int().min(0).max(1_000_000).default(200).describe('Gradient steps of narrowing, 0 (none) to 1000000.'),
    learningRate: z.number().min(0).max(1).default(1e-3).describe('Adam step at the start of narrowing, 0 to 1.'),
    profile: profileSettings(traits),
  })
/** Of the eight traits. */
export const NarrowSettings = narrowSettings(EIGHT)

/** What imitation takes: its settings, and whom it is narrowed to. */
export interface Imitation extends ImitateSettings {
  /** Half of the writers come from the population conditioned on this profile; left out, none do. */
  readonly narrow?: Profile
}

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
  requireFiniteWeights(network, 'imitation')
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
  const draw = sampler(network.spec, corpus, config, rng)
  const { compiled } = network
  const learner = compiled
    ? compiledImitation(compiled, scopesOf(network, trains), config)
    : tensorImitation(network, trains, config)
  return { step: (learningRate, read) => learner.step(draw(), learningRate, read), dispose: learner.dispose }
}

/** Each weight that learns, with the factors on its gradient where not all of it does. */
function scopesOf({ variables }: Network, trains: Scope): Record<string, Float32Array | null> {
  const scopes = Object.keys(variables).map((name) => [name, trains(name)] as const)
  return Object.fromEntries(
    scopes.flatMap(([name, scope]) =>
      scope === false ? [] : [[name, scope === true ? null : (scope.dataSync() as Float32Array)]],
    ),
  )
}
