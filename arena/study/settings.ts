import { z } from 'zod'
import { EvidenceSettings } from '../../agents/evidence.ts'
import { ImitateSettings, NarrowSettings, narrowSettings } from '../../agents/imitate.ts'
import { LOADINGS_NAMES } from '../../agents/loadings.ts'
import { MotiveSettings } from '../../agents/motive.ts'
import { PopulationSettings, populationSettings } from '../../agents/populations.ts'
import { PpoSettings } from '../../agents/ppo.ts'
import { everyStrength } from '../../agents/profile.ts'
import { NetworkSettings } from '../../agents/spec.ts'
import { TraitSettings, traitSetOf } from '../../agents/trait-set.ts'
import { leaves } from '../refusal/issues.ts'

const count = (low: number, high: number) => z.int().min(low).max(high)
const between = (low: number, high: number) => z.number().min(low).max(high)

/** The matches of writers whose decisions are imitated. */
const CorpusSettings = z.strictObject({
  matches: count(1, 100_000).default(240).describe('Matches of writers in each train env, 1 to 100000.'),
  open: between(0, 0.5)
    .default(0.25)
    .describe('Share of matches that are rigged with report and abstain open, 0 to 0.5; as many are open and clean.'),
})

/** How an arm competes and is evaluated on the way; the learners' own keys stand between. */
const CompeteSettings = z.strictObject({
  updates: count(0, 100_000).default(40).describe('RL updates of a trial, 0 to 100000.'),
  episodes: count(2, 65_536).default(128).describe('Matches in the rollout of each update, 2 to 65536.'),
  motiveEpisodes: count(2, 65_536)
    .default(256)
    .describe('Matches per update in the motive regime, where one return informs all of m, 2 to 65536.'),
  measureEvery: count(1, 100_000)
    .default(10)
    .describe('Updates between two evaluations of reward, power and traits, 1 to 100000.'),
  stopAtPower: between(0, 1)
    .nullable()
    .default(null)
    .describe(
      'Change of power against the held-out panel, up or down, at whose first evaluation a trial stops, so that both halves of a pair end at equal |Δpower|: 0 to 1; null never.',
    ),
  imitated: between(0.001, 1)
    .default(0.25)
    .describe(
      'Share of the episodes of a log, the best by return, that an arm with `log: imitate` imitates, .001 to 1.',
    ),
  stopAtKl: between(0, 100)
    .nullable()
    .default(null)
    .describe(
      'How far a policy that learns from a log moves, mean KL in nats from where it started on decisions of the log under the cue of the update, at whose first evaluation its trial stops: 0 to 100; null never.',
    ),
  evaluation: count(1, 65_536)
    .default(128)
    .describe('Matches of each evaluation of reward and power, against the held-out panel, 1 to 65536.'),
  writers: count(1, 1024)
    .default(32)
    .describe('Frozen writers in the training panel and in the held-out panel, 1 to 1024.'),
  checkpoint: between(0, 1)
    .default(0.125)
    .describe('Share of opponents in training that are the frozen checkpoint from before RL, 0 to 1.'),
  ...PpoSettings.shape,
  ...MotiveSettings.shape,
  verify: count(0, 65_536)
    .default(8)
    .describe("Matches per trial that are replayed through boardgame.io's own reducer, 0 to 65536."),
})

/** How much is drawn for readings; more makes them less noisy and slower. */
const MeasureSettings = z.strictObject({
  minds: count(1, 1024).default(16).describe('Draws of the motivation m behind each policy that is read, 1 to 1024.'),
  writers: count(16, 100_000)
    .default(240)
    .describe('Writers with independent traits behind probes and calibration, 16 to 100000.'),
  draws: count(8, 10_000)
    .default(96)
    .describe("Draws of m, each fitted alone, behind the covariance of the assistant's traits, 8 to 10000."),
  rewards: count(2, 10_000).default(32).describe('Random rewards behind the predicted displacement of z, 2 to 10000.'),
  gradient: count(16, 100_000)
    .default(256)
    .describe("Writers behind each selection gradient, the env's own and the network's, 16 to 100000."),
  prefill: z
    .array(count(1, 64))
    .max(8)
    .default([])
    .describe(
      'Dark acts that are put behind what shows the assistant, one reading for each number, 1 to 64: how far acts that it did not choose move who it takes itself to be. None by default.',
    ),
})

/**
 * Every number of a study: what `--set` may change, with its range and default. Learners own the schema of what they
 * take. Order of keys and defaults are part of every study's hash.
 */
export const Settings = z.strictObject({
  seed: count(0, 4_294_967_295)
    .default(1)
    .describe('Seed of all chance, 0 to 4294967295; those above 2147483647 belong to registrations.'),
  foundations: count(1, 1000)
    .default(20)
    .describe('Independent foundations, the n of every interval, 1 to 1000; fewer than 10 is a smoke run.'),
  population: PopulationSettings.prefault({}).describe('The population of writers that is imitated.'),
  cueStrength: between(0, 1)
    .default(0.5)
    .describe('Share of the declared shifts by which cues move writers of the corpus, 0 to 1.'),
  loadings: z
    .enum(LOADINGS_NAMES)
    .default('default')
    .describe('How traits make writers weigh what acts bring: default, or perturbed-a or perturbed-b for sensitivity.'),
  traits: TraitSettings.optional().describe(
    'A custom set of traits, from `defineTraits`; left out, the eight of docs/traits.md.',
  ),
  env: z.record(z.string(), z.unknown()).default({}).describe('Params of the train env by name; the env says which.'),
  evidence: EvidenceSettings.prefault({}).describe('What shows the network its personas.'),
  network: NetworkSettings.prefault({}).describe('Shape of the network.'),
  corpus: CorpusSettings.prefault({}).describe('Matches whose decisions are imitated.'),
  imitate: ImitateSettings.prefault({}).describe('Imitation of the population.'),
  narrow: NarrowSettings.prefault({}).describe('Narrowing to the assistant.'),
  compete: CompeteSettings.prefault({}).describe('Reinforcement and its evaluation.'),
  measure: MeasureSettings.prefault({}).describe('Sizes of what readings are made from.'),
})
export type Settings = z.output<typeof Settings>

/**
 * Reads settings by the schema of their own traits, which says what a profile may name and how large a matrix is.
 * @returns zod's result, as of `Settings.safeParse`
 */
export function parseSettings(input: unknown): z.ZodSafeParseResult<Settings> {
  const said = (input as { readonly traits?: unknown } | undefined)?.traits
  const traits = said === undefined ? undefined : TraitSettings.safeParse(said)
  if (!traits?.success) return Settings.safeParse(input)
  const set = traitSetOf({ traits: traits.data })
  return Settings.extend({
    population: populationSettings(set).prefault({}),
    narrow: narrowSettings(set).prefault({}),
  })
    .check(({ value, issues }) => {
      if (value.loadings !== 'default')
        issues.push(only('loadings', `default with a custom set of traits, got ${value.loadings}`))
      if (value.network.narration)
        issues.push(only('network.narration', 'false with a custom set of traits, which has no words, got true'))
    })
    .safeParse(input) as z.ZodSafeParseResult<Settings>
}

const only = (key: string, text: string) => ({
  ...{ code: 'custom' as const, input: undefined, path: key.split('.'), message: `Expected ${text}` },
})

/** Dotted paths of what may be set, but for params of the env: traits that the profile leaves out may enter it. */
export const settingKeys = ({ traits, ...settings }: Settings): string[] =>
  leaves({ ...settings, env: {}, narrow: { ...settings.narrow, profile: everyStrength(traitSetOf({ traits })) } })
