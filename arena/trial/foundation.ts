import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { drawMind, momentsOf, type Posterior, posteriorOf } from '../../agents/actor.ts'
import { encodeCheckpoint } from '../../agents/checkpoint.ts'
import type { Corpus } from '../../agents/draws.ts'
import type { EvidenceSource } from '../../agents/evidence.ts'
import { imitate } from '../../agents/imitate.ts'
import type { ImitationMetrics } from '../../agents/imitate-tensors.ts'
import { layoutOf } from '../../agents/layout.ts'
import { createNetwork } from '../../agents/network.ts'
import { populationOf } from '../../agents/populations.ts'
import { initialise, specOf } from '../../agents/spec.ts'
import { loadingsIn, traitSetOf } from '../../agents/trait-set.ts'
import type { Matrix, Trait } from '../../agents/traits.ts'
import { createRng, type Rng } from '../../envs/random.ts'
import type { Intervention, TraitVectors } from '../../interventions/define.ts'
import type { JobPhase } from '../../interventions/events.ts'
import { batteryOf } from '../corpus/battery.ts'
import { assistantOf, evidenceSourceOf } from '../corpus/evidence.ts'
import { heldOutPanel } from '../corpus/opponents.ts'
import { poolsOf } from '../corpus/pools.ts'
import { baselineOf } from '../measure/aftermath.ts'
import { awarenessOf } from '../measure/awareness.ts'
import type { Battery } from '../measure/battery.ts'
import { type Calibration, calibrate } from '../measure/calibration.ts'
import { capacityOf } from '../measure/capacity.ts'
import { manipulate } from '../measure/manipulation.ts'
import { type Prediction, posteriorCovariance } from '../measure/prediction.ts'
import {
  type CalibrationWriters,
  drawCalibrationWriters,
  fitProbe,
  meanMind,
  personaZ,
  traitVectors,
} from '../measure/probe.ts'
import { read, respond } from '../measure/reading.ts'
import { networkGradient, selectionGradient } from '../measure/selection.ts'
import { causalEffect } from '../measure/steer.ts'
import { timed, timedAsync } from '../play/clock.ts'
import type { JobIO } from '../store/io.ts'
import type { FoundationResult } from '../store/results.ts'
import { studyOf } from '../study/arm-settings.ts'
import { corpusOf } from '../study/arms.ts'
import { evalEnvs, trainEnv, trainEnvs } from '../study/envs.ts'
import { foundationRng, mindRng, populationRng } from '../study/streams.ts'
import type { Study } from '../study/study.ts'
import { type Readings, writeReadings } from '../tables/job.ts'
import { createPipeline } from './pipeline.ts'
import { predict } from './predict.ts'
import { createStream } from './stream.ts'
import { admitUnseen } from './unseen.ts'

export const calibrationWritersOf = ({ settings }: Study, evidenceSource: EvidenceSource): CalibrationWriters =>
  drawCalibrationWriters(
    evidenceSource,
    settings.measure.writers,
    createRng(settings.seed).fork('sitters'),
    traitSetOf(settings).names.length,
  )

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
  const making = open(arm === null ? study : started(studyOf(study, arm), arm), index, arm)
  const { network, rng, assistant } = making
  const corpus = writeCorpus(making, arm === null ? [] : corpusOf(study, arm), rng.fork('corpus'))
  io.progress({ phase: 'corpus', done: 1, total: 1, matches: study.settings.corpus.matches })
  const { imitation, manipulation, before, entangled } = learn(making, corpus, io)
  const narrowing = timed('network', () => narrow(making, corpus, io))
  const { measured, readings } = timed('measuring', () => measure(making))
  const prediction = timed('measuring', () => predictDrag(making, corpus, readings.minds, entangled))
  const capacity = timed('measuring', () =>
    capacityOf(making, corpus.population, study.settings.measure.writers, rng.fork('capacity')),
  )
  const { checkpoint, unseen } = admitUnseen(making, corpus, readings.minds, (done, total) =>
    reporter(io, 'unseen', total)(done),
  )
  const posterior = { imitated: variances(before), narrowed: variances(posteriorOf(network, assistant)) }
  io.progress({ phase: 'measure', done: 1, total: 1, matches: 0 })
  await timedAsync('logging', async () => {
    const { spec, weights, assistant } = checkpoint
    await writeFile(join(io.dir, 'checkpoint.safetensors'), encodeCheckpoint(spec, weights, assistant))
    await writeReadings(io.dir, { arm, regime: null, foundation: index }, readings)
  })
  network.dispose()
  const sq = { imitated: sum(posterior.imitated), narrowed: sum(posterior.narrowed) }
  return {
    index,
    population: corpus.population,
    cueStrength: corpus.cueStrength,
    imitation,
    narrowing,
    manipulation,
    sq,
    posterior,
    prediction,
    capacity,
    ...measured,
    ...(unseen && { unseen }),
  }
}

/** The study as the arm's foundation sees it: a random start imitates and narrows for no step. */
function started(study: Study, arm: string): Study {
  if (study.arms[arm].init !== 'random') return study
  const { settings } = study
  const [imitate, narrow] = [settings.imitate, settings.narrow].map((each) => ({ ...each, steps: 0 }))
  return { ...study, settings: { ...settings, imitate, narrow } as Study['settings'] }
}

/** A foundation that is being made. */
type Making = ReturnType<typeof open>

function open(study: Study, index: number, arm: string | null) {
  const env = trainEnv(study)
  const evals = evalEnvs(study)
  const envs = [...trainEnvs(study).map(({ plugin, params }) => plugin(params)), ...evals]
  const rng = foundationRng(study, index, arm)
  const battery = batteryOf(study, layoutOf(envs))
  const evidenceSource = evidenceSourceOf(study, battery)
  const { kind, width } = evidenceSource
  const { length } = traitSetOf(study.settings).names
  const spec = specOf(envs, { kind, width }, study.settings.network, length)
  const network = createNetwork(spec, initialise(spec, rng.fork('weights')))
  const assistant = assistantOf(study, evidenceSource, rng.fork('assistant'))
  const calibration = calibrations.get(study) ?? timed('measuring', () => calibrationOf(study, battery))
  calibrations.set(study, calibration)
  return { study, index, arm, env, rng, network, battery, evidenceSource, assistant, calibration }
}

/** What a battery reads hangs on the study alone: the foundations that one worker makes share it. */
const calibrations = new WeakMap<Study, Calibration>()

const calibrationOf = ({ settings }: Study, battery: Battery): Calibration =>
  calibrate(battery, settings.measure.writers, createRng(settings.seed).fork('calibration'))

const reporter =
  ({ progress }: JobIO, phase: JobPhase, total: number) =>
  (done: number) => {
    if (done % 25 === 0 || done === total) progress({ phase, done, total, matches: 0 })
  }

/** Imitates the population, then asks what PWR in the evidence does. */
function learn(making: Making, corpus: Corpus, io: JobIO) {
  const { study, network, battery, evidenceSource, calibration, rng, assistant } = making
  const { imitate: config } = study.settings
  const imitation = timed('network', () =>
    config.steps === 0
      ? null
      : imitate(network, corpus, config, rng.fork('imitate'), reporter(io, 'imitate', config.steps)),
  )
  const manipulation = timed('measuring', () =>
    manipulate(network, battery, evidenceSource, calibration, study.settings.measure.minds, rng.fork('manipulation')),
  )
  const before = posteriorOf(network, assistant)
  const entangled = timed(
    'measuring',
    () => posteriorCovariance(network, battery, before, study.settings.measure.draws, rng.fork('entangled')).whole,
  )
  return { imitation, manipulation, before, entangled }
}

function narrow({ study, network, rng }: Making, corpus: Corpus, io: JobIO): ImitationMetrics | null {
  const {
    imitate: config,
    narrow: { profile, ...own },
  } = study.settings
  if (own.steps === 0) return null
  const narrowed = { ...config, ...own, narrow: profile }
  return imitate(network, corpus, narrowed, rng.fork('narrow'), reporter(io, 'narrow', own.steps))
}

/** What the assistant is before RL, and what the env itself selects for. */
function measure({ study, index, arm, env, network, battery, evidenceSource, assistant, calibration, rng }: Making) {
  const minds = assistantMinds(posteriorOf(network, assistant), study, index, arm)
  const writers = calibrationWritersOf(study, evidenceSource)
  const { z, ...probe } = fitProbe(network, battery, writers)
  const vectors = traitVectors(writers, z, meanMind(personaZ(network, battery, minds)), battery.traits.names)
  const responses = respond(network, battery, env.id, minds)
  const more = {
    causal: causalEffect(network, battery, minds, vectors),
    awareness: awarenessOf(network, battery, env.id, minds),
  }
  const heldOut = heldOutPanel(study)
  const { gradient } = study.settings.measure
  const measured = {
    calibration,
    probe,
    vectors: { ...vectors, directions: plain(vectors.directions), axis: Array.from(vectors.axis) },
    untreated: read(network, battery, minds, responses, probe.read, probe, more),
    aftermath: baselineOf(battery, responses.neutral, createRng(study.settings.seed).fork('aftermath')),
    beta: selectionGradient(env, heldOut, gradient, rng.fork('selection'), undefined, MATCHES, battery.loadings),
    networkBeta: networkGradient(
      network,
      evidenceSource,
      env,
      heldOut,
      gradient,
      rng.fork('network selection'),
      MATCHES,
    ),
  }
  const readings: Readings = { network, battery, minds, responses, calibrationWriters: writers, z }
  return { measured, readings }
}

/** Before the first update, and from seeds that no trial draws from. */
function predictDrag(making: Making, { pools }: Corpus, minds: readonly Float32Array[], imitated: Matrix): Prediction {
  const { study, env, network, battery, assistant, rng } = making
  const used = new Set(Object.values(study.arms).flatMap(({ regimes }) => regimes))
  const regimes = (['encoder', 'full'] as const).filter((regime) => used.has(regime))
  const panel = heldOutPanel(study)
  const { settings } = study
  const [pool] = pools
  return predict({
    network,
    battery,
    assistant,
    minds,
    pool,
    settings,
    env,
    panel,
    imitated,
    regimes,
    rng: rng.fork('prediction'),
  })
}

const plain = (directions: TraitVectors['directions']) =>
  Object.fromEntries(Object.entries(directions).map(([trait, v]) => [trait, [...v]])) as Record<Trait, number[]>

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0)
const variances = (posterior: Posterior): number[] => momentsOf(posterior).covariance.map((row, i) => row[i])

/** The same draws of m before and after RL, for every arm of a foundation (common random numbers). */
export function assistantMinds(posterior: Posterior, study: Study, index: number, arm: string | null): Float32Array[] {
  const rng = mindRng(study, index, arm)
  return Array.from({ length: study.settings.measure.minds }, () => drawMind(posterior, 'neutral', rng).m)
}

function writeCorpus(
  { study, index, battery, evidenceSource }: Making,
  interventions: readonly Intervention[],
  rng: Rng,
): Corpus {
  const { population } = study.settings
  const traits = traitSetOf(study.settings)
  const env = trainEnv(study)
  const stream = createStream(() => {})
  const pipeline = createPipeline(interventions, {
    ...{ env, vectors: null, stream, updates: study.settings.compete.updates },
    rng: rng.fork('plugins'),
  })
  pipeline.enter('imitate')
  const written = {
    ...populationOf(population, populationRng(study, index), traits),
    cueStrength: study.settings.cueStrength,
  }
  const { cueStrength, ...writers } = pipeline.corpus(written)
  pipeline.dispose()
  const pools = poolsOf(study, battery, writers, rng)
  return { pools, population: writers, evidenceSource, cueStrength, loadings: loadingsIn(study.settings), traits }
}

/** Matches of each writer behind a β: with six, β on PWR ran from .07 to .52 over three foundations. */
const MATCHES = 24
