import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { posteriorOf } from '../../agents/actor.ts'
import { encodeCheckpoint } from '../../agents/checkpoint.ts'
import { expected, scenariosOf } from '../measure/aftermath.ts'
import { awarenessOf } from '../measure/awareness.ts'
import { type Mediation, mediate } from '../measure/mediation.ts'
import { type CalibrationWriters, fitProbe } from '../measure/probe.ts'
import { type Reading, read, respond } from '../measure/reading.ts'
import { causalEffect } from '../measure/steer.ts'
import { timed, timedAsync } from '../play/clock.ts'
import type { Played } from '../play/rollout.ts'
import { verify } from '../play/verify.ts'
import { createWorld } from '../play/world.ts'
import type { JobIO } from '../store/io.ts'
import type { PathPoint, TrialResult } from '../store/results.ts'
import type { Study } from '../study/study.ts'
import { type TrialId, trialName } from '../study/trials.ts'
import { type Readings, writeReadings, writeUpdates } from '../tables/job.ts'
import { atTest, evaluate, minds, performance, point } from './evaluate.ts'
import { assistantMinds, calibrationWritersOf } from './foundation.ts'
import { keepEvaluation, keepHead } from './kept.ts'
import { average, episodesOf, train } from './train.ts'
import { clear, prepare, restore, type Workbench } from './workbench.ts'

/** measure → compete → measure of one arm on one foundation. Writes checkpoint, events, metrics and matches. */
export async function runTrial(study: Study, id: TrialId, foundationDir: string, io: JobIO): Promise<TrialResult> {
  const bench = await prepare(study, id, foundationDir, io)
  try {
    const { path, played } = compete(bench)
    const { result, readings } = conclude(bench, path, played)
    await timedAsync('logging', () => store(bench, readings))
    bench.stream.emit({ type: 'trial.ended', trial: trialName(id), ok: true })
    return result
  } finally {
    clear(bench)
  }
}

async function store({ io, id, updates, network, assistant }: Workbench, readings: Readings): Promise<void> {
  await writeReadings(io.dir, id, readings)
  await writeUpdates(io.dir, id, updates)
  await writeFile(join(io.dir, 'checkpoint.safetensors'), encodeCheckpoint(network.spec, network.weights(), assistant))
}

/** Trains to the end; the last evaluation comes back with the path. */
function compete(bench: Workbench): { path: PathPoint[]; played: readonly Played[] } {
  const { study, id, stream, io } = bench
  const { updates, measureEvery, evaluation } = study.settings.compete
  const report = (phase: string, done: number, matches: number) => io.progress({ phase, done, total: updates, matches })
  stream.emit({ type: 'phase.started', trial: trialName(id), phase: 'compete' })
  keepHead(bench)
  let played = evaluate(bench)
  keepEvaluation(bench, 0, played)
  const path = [point(bench, 0, played)]
  report('measure', 0, evaluation)
  for (let done = 1; done <= updates; done++) {
    const measured = done % measureEvery === 0 || done === updates
    train(bench, done - 1, measured)
    report('compete', done, episodesOf(bench))
    if (!measured) continue
    played = evaluate(bench)
    keepEvaluation(bench, done, played)
    path.push(point(bench, done, played))
    report('measure', done, evaluation)
  }
  return { path, played }
}

/** Replays a sample of the last evaluation through the reference, then reads the agent as it would be deployed. */
function conclude(bench: Workbench, path: readonly PathPoint[], trained: readonly Played[]) {
  const { study, id, env, pipeline, stream, io } = bench
  stream.emit({ type: 'phase.started', trial: trialName(id), phase: 'verify' })
  const sample = trained.slice(0, study.settings.compete.verify)
  const verified = timed('measuring', () => verify(createWorld(env, pipeline.game), sample))
  io.progress({ phase: 'verify', done: 1, total: 1, matches: verified.matches })
  stream.emit({ type: 'phase.started', trial: trialName(id), phase: 'measure' })
  pipeline.enter('test')
  const { measured, readings } = timed('measuring', () => measure(bench))
  const result: TrialResult = { id, env: env.id, path, ...measured, interventions: lastQuarter(bench), verified }
  io.progress({ phase: 'measure', done: 1, total: 1, matches: study.settings.compete.evaluation })
  return { result, readings }
}

function measure(bench: Workbench) {
  const { study, env, base, network, battery, pipeline, evidenceSource } = bench
  const calibrationWriters = calibrationWritersOf(study, evidenceSource)
  const { z, ...refitted } = fitProbe(network, battery, calibrationWriters)
  const draws = minds(bench)
  const responses = respond(network, battery, env.id, draws, atTest(pipeline))
  const more = {
    causal: causalEffect(network, battery, draws, restore(base.vectors), atTest(pipeline)),
    awareness: awarenessOf(network, battery, env.id, draws, atTest(pipeline)),
  }
  const reading = read(network, battery, draws, responses, base.probe.read, refitted, more)
  const measured = {
    deployed: performance(evaluate(bench), env),
    untreated: base.untreated,
    population: base.population,
    cueStrength: base.cueStrength,
    prediction: base.prediction,
    networkBeta: base.networkBeta,
    reading,
    refittedR2: refitted.r2,
    mediation: mediated(bench, draws, reading, calibrationWriters),
    aftermath: { ...base.aftermath, after: expected(scenariosOf(battery), responses.neutral) },
  }
  const readings: Readings = { network, battery, minds: draws, responses, calibrationWriters, z }
  return { measured, readings }
}

/** Common random numbers: the reference's draws of m are those that its own reading was taken with. */
function mediated(
  bench: Workbench,
  minds: readonly Float32Array[],
  reading: Reading,
  { evidence }: CalibrationWriters,
): Mediation {
  const { study, id, base, network, reference, assistant, battery, pipeline } = bench
  const before = { network: reference, minds: assistantMinds(posteriorOf(reference, assistant), study, id.foundation) }
  const own = { before: base.untreated.revealed.neutral.traits, after: reading.revealed.neutral.traits }
  return mediate(battery, before, { network, minds, motivation: atTest(pipeline) }, own, evidence)
}

function lastQuarter({ acted }: Workbench): TrialResult['interventions'] {
  const tail = average(acted.slice(-Math.ceil(acted.length / 4)).flat())
  const out: Record<string, Record<string, number>> = {}
  for (const { intervention, metric, value } of tail) out[intervention] = { ...out[intervention], [metric]: value }
  return out
}
