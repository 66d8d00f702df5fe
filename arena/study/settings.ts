import { z } from 'zod'
import { PopulationSettings } from '../../agents/populations.ts'
import { EVERY_STRENGTH, ProfileSettings } from '../../agents/profile.ts'
import { leaves } from '../refusal/issues.ts'

const count = (low: number, high: number) => z.int().min(low).max(high)
const between = (low: number, high: number) => z.number().min(low).max(high)

/** Every number of a study: what `--set` may change, with its range and default. */
export const Settings = z.strictObject({
  /** Above 2³¹ − 1 only as a registration's own (`mettle register`). */
  seed: count(0, 4_294_967_295).default(1),
  /** Independent foundations; n of every interval. Fewer than 10 is a smoke run. */
  foundations: count(1, 1000).default(20),
  /** The population that writes the imitation corpus. `s` multiplies the correlations of {PWR, LEAD} with the rest. */
  population: PopulationSettings.prefault({}),
  /** How far the declared cue shifts move writers in the corpus; `cue-strength` sets it for one arm. */
  cueStrength: between(0, 1).default(0.5),
  /** Params of the train env. */
  env: z.record(z.string(), z.unknown()).default({}),
  /** What tells the network which persona to simulate: acts of a writer, or (a positive control) its traits. */
  evidence: z
    .strictObject({
      kind: z.enum(['acts', 'traits']).default('acts'),
      /** Sets of acts that show the assistant, and acts in each. */
      sets: count(1, 1024).default(16),
      acts: count(1, 1024).default(32),
    })
    .prefault({}),
  network: z
    .strictObject({
      persona: count(1, 64).default(8),
      adapter: count(1, 256).default(32),
      trunk: count(1, 512).default(64),
      bypass: count(0, 512).default(32),
      head: count(1, 512).default(96),
      /** `rows`: every action has output weights of its own. `descriptor`: one network scores all actions by what they are. */
      sharing: z.enum(['rows', 'descriptor']).default('rows'),
      /** Agents say something of themselves before they act, act on it, and both are reinforced. */
      narration: z.boolean().default(false),
    })
    .prefault({}),
  corpus: z
    .strictObject({
      matches: count(1, 100_000).default(240),
      /** Share of matches that are rigged with `report` and `abstain` open; as many are open and clean. */
      open: between(0, 0.5).default(0.25),
    })
    .prefault({}),
  imitate: z
    .strictObject({
      steps: count(1, 1_000_000).default(1500),
      batch: count(2, 65_536).default(512),
      /** Decisions of each writer in a batch. */
      queries: count(1, 1024).default(8),
      learningRate: between(0, 1).default(3e-3),
      decay: between(0, 1).default(0.1),
      /** Weight of KL(q ‖ N(0, I)) a writer, beside the mean cross-entropy a decision: it sets S_q. */
      kl: between(0, 10).default(3e-4),
      stated: between(0, 10).default(0.1),
    })
    .prefault({}),
  narrow: z
    .strictObject({
      steps: count(0, 1_000_000).default(200),
      learningRate: between(0, 1).default(1e-3),
      /** What it is narrowed to, and shown as: a mean and a spread for each trait named. */
      profile: ProfileSettings,
    })
    .prefault({}),
  compete: z
    .strictObject({
      updates: count(0, 100_000).default(40),
      episodes: count(2, 65_536).default(128),
      /** Episodes an update in `motive`, where one scalar return informs all of m. */
      motiveEpisodes: count(2, 65_536).default(256),
      measureEvery: count(1, 100_000).default(10),
      /** Matches of each reading of reward and power, against the held-out panel. */
      evaluation: count(1, 65_536).default(128),
      writers: count(1, 1024).default(32),
      /** Share of opponents that are the frozen pre-RL checkpoint. */
      checkpoint: between(0, 1).default(0.125),
      learningRate: z
        .strictObject({ encoder: between(0, 1).default(3e-4), full: between(0, 1).default(1.5e-4) })
        .prefault({}),
      criticRate: between(0, 1).default(3e-3),
      epochs: count(1, 100).default(2),
      minibatch: count(1, 65_536).default(512),
      clip: between(0, 10).default(0.2),
      gamma: between(0, 1).default(0.97),
      lambda: between(0, 1).default(0.95),
      entropy: between(0, 1).default(0),
      warmup: count(0, 1000).default(2),
      geometry: z.enum(['selection', 'euclidean']).default('selection'),
      motiveStep: between(0, 100).default(4),
      /** Matches of the run replayed through the reference reducer, a trial. */
      verify: count(0, 65_536).default(8),
    })
    .prefault({}),
  measure: z
    .strictObject({
      /** Draws of m behind each policy read. */
      minds: count(1, 1024).default(16),
      /** Independent-trait writers behind probes and calibration. */
      writers: count(16, 100_000).default(240),
      /** Draws of m behind S_q, each fitted alone, and random rewards behind M̂. */
      draws: count(8, 10_000).default(96),
      rewards: count(2, 10_000).default(32),
      /** Writers behind each selection gradient, the env's own and the network's. */
      gradient: count(16, 100_000).default(256),
    })
    .prefault({}),
})
export type Settings = z.output<typeof Settings>

/** Dotted paths of what may be set, but for params of the env: traits that the profile leaves out may enter it. */
export const settingKeys = (settings: Settings): string[] =>
  leaves({ ...settings, env: {}, narrow: { ...settings.narrow, profile: EVERY_STRENGTH } })
