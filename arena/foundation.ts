import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { drawMind, type Posterior, posteriorOf } from '../agents/actor.ts'
import { encodeCheckpoint } from '../agents/checkpoint.ts'
import { showing } from '../agents/evidence.ts'
import { type Corpus, type ImitationMetrics, imitate } from '../agents/imitate.ts'
import { createNetwork, initialise, layoutOf, type Network } from '../agents/network.ts'
import { ASSISTANT, population, TRAITS, type Trait } from '../agents/traits.ts'
import { createRng, type Rng } from '../envs/random.ts'
import type { Intervention, TraitVectors } from '../interventions/define.ts'
import { decisionsOf, itemsOf, pool } from './corpus.ts'
import type { JobIO } from './jobs.ts'
import { type Battery, createBattery, networkPolicies, reveal } from './measure/battery.ts'
import { type Calibration, calibrate } from './measure/calibration.ts'
import { fitProbe, meanMind, type Probe, personaZ, type Sitters, sitters, traitVectors } from './measure/probe.ts'
import { type Reading, read, respond } from './measure/reading.ts'
import { selectionGradient } from './measure/selection.ts'
import { writerPanel } from './panel.ts'
import { createPipeline } from './pipeline.ts'
import { timed, timedAsync } from './profile.ts'
import { createStream } from './stream.ts'
import { corpusOf, evalEnvs, type Study, trainEnv } from './study.ts'
import { type Readings, writeReadings } from './tables/job.ts'

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
  /** The same a dimension of m, [persona]: q is diagonal. */
  readonly posterior: { readonly imitated: readonly number[]; readonly narrowed: readonly number[] }
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

/**
 * Imitation and narrowing of one network, and what it is before RL. Writes checkpoint and tables.
 * @param arm whose corpus interventions apply; null for the network that all other arms share
 */
export async function runFoundation(
  study: Study,
  index: number,
  arm: string | null,
  io: JobIO,
): Promise<FoundationResult> {
  const bench = open(study, index)
  const { network, rng } = bench
  const corpus = writeCorpus(study, network, arm === null ? [] : corpusOf(study, arm), rng.fork('corpus'))
  io.progress({ phase: 'corpus', done: 1, total: 1, matches: study.settings.corpus.matches })
  const { imitation, manipulation, before } = learn(bench, corpus, io)
  const narrowing = timed('network', () => narrow(bench, corpus, io))
  const { measured, readings } = timed('measuring', () => measure(bench))
  const posterior = { imitated: variances(before), narrowed: variances(posteriorOf(network, ASSISTANT_EVIDENCE)) }
  io.progress({ phase: 'measure', done: 1, total: 1, matches: 0 })
  await timedAsync('logging', async () => {
    await writeFile(join(io.dir, 'checkpoint.safetensors'), encodeCheckpoint(network.spec, network.weights()))
    await writeReadings(io.dir, { arm, regime: null, foundation: index }, readings)
  })
  network.dispose()
  const sq = { imitated: sum(posterior.imitated), narrowed: sum(posterior.narrowed) }
  return { index, imitation, narrowing, manipulation, sq, posterior, ...measured }
}

type Bench = ReturnType<typeof open>

function open(study: Study, index: number) {
  const env = trainEnv(study)
  const evals = evalEnvs(study)
  const layout = layoutOf([env, ...evals])
  const rng = foundationRng(study, index)
  const spec = { layout, evidence: ASSISTANT_EVIDENCE.length, ...study.settings.network }
  const network = createNetwork(spec, initialise(spec, rng.fork('weights')))
  const battery = createBattery(layout, evals)
  const { writers } = study.settings.measure
  const calibration = timed('measuring', () =>
    calibrate(battery, writers, createRng(study.settings.seed).fork('calibration')),
  )
  return { study, index, env, rng, network, battery, calibration }
}

const reporter =
  ({ progress }: JobIO, phase: string, total: number) =>
  (done: number) => {
    if (done % 25 === 0 || done === total) progress({ phase, done, total, matches: 0 })
  }

/** Imitates the population, then asks what PWR in the evidence does. */
function learn({ study, network, battery, calibration, rng }: Bench, corpus: Corpus, io: JobIO) {
  const { imitate: config, measure } = study.settings
  const imitation = timed('network', () =>
    imitate(network, corpus, config, rng.fork('imitate'), reporter(io, 'imitate', config.steps)),
  )
  const manipulation = timed('measuring', () =>
    manipulate(network, battery, calibration, measure.minds, rng.fork('manipulation')),
  )
  return { imitation, manipulation, before: posteriorOf(network, ASSISTANT_EVIDENCE) }
}

function narrow({ study, network, rng }: Bench, corpus: Corpus, io: JobIO): ImitationMetrics | null {
  const { imitate: config, narrow: own } = study.settings
  if (own.steps === 0) return null
  const narrowed = { ...config, ...own, narrow: ASSISTANT }
  return imitate(network, corpus, narrowed, rng.fork('narrow'), reporter(io, 'narrow', own.steps))
}

/** What the assistant is before RL, and what the env itself selects for. */
function measure({ study, index, env, network, battery, calibration, rng }: Bench) {
  const minds = assistantMinds(posteriorOf(network, ASSISTANT_EVIDENCE), study, index)
  const people = studySitters(study)
  const { z, ...probe } = fitProbe(network, battery, people)
  const vectors = traitVectors(people, z, meanMind(personaZ(network, battery, minds)))
  const responses = respond(network, battery, minds)
  const heldOut = { writers: writerPanel(study.settings.compete.writers, panelRng(study).fork('held out')) }
  const measured = {
    calibration,
    probe,
    vectors: { ...vectors, directions: plain(vectors.directions) },
    untreated: read(network, battery, minds, responses, probe.read, probe),
    beta: selectionGradient(env, heldOut, study.settings.measure.gradient, rng.fork('selection')),
  }
  const readings: Readings = { network, battery, minds, responses, sitters: people, z }
  return { measured, readings }
}

const plain = (directions: TraitVectors['directions']) =>
  Object.fromEntries(TRAITS.map((t) => [t, [...directions[t]]])) as Record<Trait, number[]>

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0)
const variances = ({ sd }: Posterior): number[] => Array.from(sd, (s) => s * s)

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
