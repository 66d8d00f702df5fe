import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { drawMind, type Posterior, posteriorOf } from '../agents/actor.ts'
import { encodeCheckpoint } from '../agents/checkpoint.ts'
import { showing } from '../agents/evidence.ts'
import { type Corpus, type ImitationMetrics, imitate } from '../agents/imitate.ts'
import { createNetwork, initialise, layoutOf, type Network } from '../agents/network.ts'
import { ASSISTANT, population, TRAITS, type Trait } from '../agents/traits.ts'
import { createRng, type Rng } from '../envs/random.ts'
import type { Intervention } from '../interventions/define.ts'
import { decisionsOf, itemsOf, pool } from './corpus.ts'
import type { JobIO } from './jobs.ts'
import { type Battery, createBattery, networkPolicies, reveal } from './measure/battery.ts'
import { type Calibration, calibrate } from './measure/calibration.ts'
import { fitProbe, meanMind, type Probe, personaZ, type Sitters, sitters, traitVectors } from './measure/probe.ts'
import { type Reading, read } from './measure/reading.ts'
import { selectionGradient } from './measure/selection.ts'
import { writerPanel } from './panel.ts'
import { createPipeline } from './pipeline.ts'
import { createStream } from './stream.ts'
import { evalEnvs, type Study, trainEnv } from './study.ts'

/** The assistant is a persona shown by its traits, never a private input flag. */
export const ASSISTANT_EVIDENCE = showing(
  Object.fromEntries(Object.entries(ASSISTANT).map(([trait, { mean }]) => [trait, mean])),
)

/** Does more PWR in the evidence darken power-free envs, before any reinforcement? */
export interface Manipulation {
  /** PWR shown, in SD, and the raw dark rate that follows, in SD of independent-trait writers. */
  readonly points: readonly { readonly PWR: number; readonly raw: number }[]
  readonly slope: number
}

export interface FoundationResult {
  readonly index: number
  readonly imitation: ImitationMetrics
  readonly narrowing: ImitationMetrics | null
  readonly manipulation: Manipulation
  readonly calibration: Calibration
  readonly probe: Probe
  readonly vectors: {
    readonly directions: Readonly<Record<Trait, readonly number[]>>
    readonly sd: Readonly<Record<Trait, number>>
    readonly assistant: Readonly<Record<Trait, number>>
  }
  /** Variances of q(m | assistant), summed, before and after narrowing. */
  readonly sq: { readonly imitated: number; readonly narrowed: number }
  /** The assistant before RL. */
  readonly untreated: Reading
  /** Selection gradient of scripted writers on the train env, against the held-out panel. */
  readonly beta: readonly number[]
}

/** Streams that all arms and foundations share, so they meet the same opponents and instruments. */
export const panelRng = (study: Study): Rng => createRng(study.settings.seed).fork('panel')
export const foundationRng = (study: Study, index: number): Rng =>
  createRng(study.settings.seed).fork('foundation').fork(index)

export const studySitters = ({ settings }: Study): Sitters =>
  sitters(settings.measure.writers, createRng(settings.seed).fork('sitters'))

/** Imitation and narrowing of one network, and what it is before RL. Writes `checkpoint.safetensors`. */
export async function runFoundation(
  study: Study,
  index: number,
  interventions: readonly Intervention[],
  io: JobIO,
): Promise<FoundationResult> {
  const { settings } = study
  const rng = foundationRng(study, index)
  const env = trainEnv(study)
  const evals = evalEnvs(study)
  const layout = layoutOf([env, ...evals])
  const spec = { layout, evidence: ASSISTANT_EVIDENCE.length, ...settings.network }
  const network = createNetwork(spec, initialise(spec, rng.fork('weights')))
  const battery = createBattery(layout, evals)
  const report = (phase: string, total: number) => (done: number) => {
    if (done % 25 === 0 || done === total) io.progress({ phase, done, total, matches: 0 })
  }

  const corpus = writeCorpus(study, network, interventions, rng.fork('corpus'))
  io.progress({ phase: 'corpus', done: 1, total: 1, matches: settings.corpus.matches })
  const config = settings.imitate
  const imitated = imitate(network, corpus, config, rng.fork('imitate'), report('imitate', config.steps))
  const calibration = calibrate(battery, settings.measure.writers, createRng(settings.seed).fork('calibration'))
  const manipulation = manipulate(network, battery, calibration, settings.measure.minds, rng.fork('manipulation'))
  const before = posteriorOf(network, ASSISTANT_EVIDENCE)
  const narrowing =
    settings.narrow.steps === 0
      ? null
      : imitate(
          network,
          corpus,
          { ...config, ...settings.narrow, narrow: ASSISTANT },
          rng.fork('narrow'),
          report('narrow', settings.narrow.steps),
        )

  const after = posteriorOf(network, ASSISTANT_EVIDENCE)
  const minds = assistantMinds(after, study, index)
  const people = studySitters(study)
  const { z, ...probe } = fitProbe(network, battery, people)
  const vectors = traitVectors(people, z, meanMind(personaZ(network, battery, minds)))
  const untreated = read(network, battery, minds, probe.read, probe)
  const heldOut = { writers: writerPanel(settings.compete.writers, panelRng(study).fork('held out')) }
  const beta = selectionGradient(env, heldOut, settings.measure.gradient, rng.fork('selection'))
  io.progress({ phase: 'measure', done: 1, total: 1, matches: 0 })
  await writeFile(join(io.dir, 'checkpoint.safetensors'), encodeCheckpoint(spec, network.weights()))
  network.dispose()
  return {
    index,
    imitation: imitated,
    narrowing,
    manipulation,
    calibration,
    probe,
    vectors: {
      ...vectors,
      directions: Object.fromEntries(TRAITS.map((t) => [t, [...vectors.directions[t]]])) as Record<Trait, number[]>,
    },
    sq: { imitated: spread(before), narrowed: spread(after) },
    untreated,
    beta,
  }
}

const spread = ({ sd }: Posterior) => sd.reduce((sum, s) => sum + s * s, 0)

export const mindRng = (study: Study, index: number): Rng => foundationRng(study, index).fork('minds')

/** The same draws of m before and after RL, for every arm of a foundation (common random numbers). */
function assistantMinds(posterior: Posterior, study: Study, index: number): Float32Array[] {
  const rng = mindRng(study, index)
  return Array.from({ length: study.settings.measure.minds }, () => drawMind(posterior, 'neutral', rng).m)
}

/** The train env weighs two fifths of the imitation batch, the eval envs share the rest. */
function writeCorpus(study: Study, network: Network, interventions: readonly Intervention[], rng: Rng): Corpus {
  const { s, cueStrength, corpus } = study.settings
  const { layout } = network.spec
  const env = trainEnv(study)
  const evals = evalEnvs(study)
  const stream = createStream(() => {})
  const pipeline = createPipeline(interventions, { env, vectors: null, stream, rng: rng.fork('plugins') })
  pipeline.enter('imitate')
  const writers = pipeline.corpus(population(s))
  pipeline.dispose()
  const riggedEnv = 'rigged' in env.params ? study.env({ ...study.settings.env, rigged: 1 }) : env
  const decisions = decisionsOf(layout, env, riggedEnv, { ...corpus, population: writers }, rng)
  const pools = [
    pool(layout, env, 0.4, decisions),
    ...evals.map((each) => pool(layout, each, 0.6 / evals.length, itemsOf(layout, each))),
  ]
  return { pools, population: writers, cueStrength }
}

function manipulate(network: Network, battery: Battery, { raw }: Calibration, draws: number, rng: Rng): Manipulation {
  const points = [-2, -1, 0, 1, 2].map((PWR) => {
    const posterior = posteriorOf(network, showing({ PWR }))
    const stream = rng.fork('minds')
    const minds = Array.from({ length: draws }, () => drawMind(posterior, 'neutral', stream).m)
    return { PWR, raw: reveal(battery, networkPolicies(network, battery, minds, 'neutral')).raw / raw.sd }
  })
  return { points, slope: points.reduce((sum, { PWR, raw: y }) => sum + PWR * y, 0) / 10 }
}
