import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { posteriorOf } from '../../agents/actor.ts'
import { encodeCheckpoint } from '../../agents/checkpoint.ts'
import type { JobPhase } from '../../interventions/events.ts'
import { expected, scenariosOf } from '../measure/aftermath.ts'
import { awarenessOf } from '../measure/awareness.ts'
import { type Mediation, mediate } from '../measure/mediation.ts'
import { type CalibrationWriters, fitProbe } from '../measure/probe.ts'
import { type Reading, read, respond } from '../measure/reading.ts'
import { causalEffect } from '../measure/steer.ts'
import { during } from '../play/agent-failure.ts'
import { timed, timedAsync } from '../play/clock.ts'
import type { Played } from '../play/rollout.ts'
import { type Verified, verify } from '../play/verify.ts'
import { createWorld } from '../play/world.ts'
import type { JobIO } from '../store/io.ts'
import type { PathPoint, TrialResult } from '../store/results.ts'
import { studyOf } from '../study/arm-settings.ts'
import type { Study } from '../study/study.ts'
import type { TrialId } from '../study/trials.ts'
import { type Readings, writeReadings, writeUpdates } from '../tables/job.ts'
import { actsOf, atTest, evaluate, evaluateUntreated, minds, performance, point } from './evaluate.ts'
import { assistantMinds, calibrationWritersOf } from './foundation.ts'
import { keepEvaluation, keepHead } from './kept.ts'
import { readOnDemand } from './on-demand.ts'
import { clear, type Instruments, type Logs, prepare, restore, type Trial, type TrialIdentity } from './parts.ts'
import { createShared, type Shared } from './shared.ts'
import { settled } from './stream.ts'
import { average, episodesOf, train, trainMore } from './train.ts'
import { readUnseen } from './unseen.ts'

/**
 * measure → compete → measure of one arm on one foundation. Writes checkpoint, events, metrics and matches.
 * @param shared what other trials of this thread made on the same foundation
 */
export async function runTrial(
  study: Study,
  id: TrialId,
  foundationDir: string,
  io: JobIO,
  shared: Shared = createShared(),
): Promise<TrialResult> {
  const trial = await prepare(studyOf(study, id.arm), id, foundationDir, io, shared)
  try {
    const untreated = evaluateUntreated(trial)
    const before = performance(untreated)
    const { path, played } = compete(trial, untreated)
    const verified = verifySample(trial, played)
    const { measured, readings } = readAgent(trial)
    const interventions = kept(trial.logs.acted)
    const { deployed } = path[path.length - 1]
    const acts = { before: actsOf(untreated), after: actsOf(played) }
    const outcome = { path, before, deployed, acts, ...measured, interventions, verified }
    const result: TrialResult = { id, env: trial.identity.env.id, ...outcome }
    await timedAsync('logging', () => store(trial, readings))
    await refuseFailedObservers(trial.logs)
    trial.logs.stream.emit({ type: 'trial.ended', trial: trial.identity.name, ok: true })
    await refuseFailedObservers(trial.logs)
    return result
  } finally {
    clear(trial)
  }
}

/** @throws HookError of the first plugin whose observer threw: its numbers may rest on what it did not hear */
async function refuseFailedObservers({ failures }: Logs): Promise<void> {
  await settled()
  if (failures.length > 0) throw failures[0]
}

async function store({ identity: { id }, instruments, subject, logs }: Trial, readings: Readings): Promise<void> {
  const { io, updates } = logs
  const { network } = subject
  await writeReadings(io.dir, id, readings)
  await writeUpdates(io.dir, id, updates)
  const checkpoint = encodeCheckpoint(network.spec, network.weights(), instruments.assistant)
  await writeFile(join(io.dir, 'checkpoint.safetensors'), checkpoint)
}

/** Trains to the end; the last evaluation comes back with the path. */
function compete(trial: Trial, untreated: readonly Played[]): { path: PathPoint[]; played: readonly Played[] } {
  const { identity, subject, logs } = trial
  const { study, id } = identity
  const { updates, measureEvery, evaluation, stopAtPower, stopAtKl } = study.settings.compete
  const report = (phase: JobPhase, done: number, matches: number) =>
    logs.io.progress({ phase, done, total: updates, matches })
  logs.stream.emit({ type: 'phase.started', trial: identity.name, phase: 'compete' })
  keepHead(identity, logs.recorder)
  const path: PathPoint[] = []
  const measure = (done: number, played = during(`evaluation after ${done} updates`, () => evaluate(trial))) => {
    keepEvaluation(trial, done, played)
    path.push(point(trial, done, played))
    report('measure', done, evaluation)
    return played
  }
  // Where nothing changes how it acts, the first evaluation is the untreated one: the same matches.
  let played = subject.pipeline.actsAlike('compete', null) ? measure(0, untreated) : measure(0)
  during('before the first update', () => timed('network', () => trainMore(subject, 'before', -1)))
  for (let done = 1; done <= updates; done++) {
    const measured = done % measureEvery === 0 || done === updates
    const { 'log/kl': kl = 0 } = during(`update ${done - 1}`, () => train(trial, done - 1, measured))
    report('compete', done, episodesOf(study, id))
    if (measured) played = measure(done)
    if (measured && (movedEnough(path, stopAtPower) || farEnough(kl, stopAtKl))) break
  }
  return { path, played }
}

/** Whether power has moved as far as both halves of a pair shall, up or down (VALIDITY §3.1). */
const movedEnough = (path: readonly PathPoint[], stop: number | null): boolean =>
  stop !== null && Math.abs(path[path.length - 1].power - path[0].power) >= stop

/** Whether a policy that learns from a log is as far from where it started as all that are compared shall be. */
const farEnough = (kl: number, stop: number | null): boolean => stop !== null && kl >= stop

/** Replays a sample of the last evaluation through boardgame.io's own reducer. */
function verifySample({ identity, subject, logs }: Trial, played: readonly Played[]): Verified {
  logs.stream.emit({ type: 'phase.started', trial: identity.name, phase: 'verify' })
  const world = createWorld(identity.env, subject.pipeline.game)
  const sample = played.slice(0, identity.study.settings.compete.verify)
  const verified = timed('measuring', () => verify(world, sample))
  logs.io.progress({ phase: 'verify', done: 1, total: 1, matches: verified.matches })
  return verified
}

/** Reads the agent as it would be deployed. */
function readAgent(trial: Trial) {
  const { identity, subject, logs } = trial
  logs.stream.emit({ type: 'phase.started', trial: identity.name, phase: 'measure' })
  subject.pipeline.enter('test')
  const read = timed('measuring', () => measure(trial))
  logs.io.progress({ phase: 'measure', done: 1, total: 1, matches: identity.study.settings.compete.evaluation })
  return read
}

function measure({ identity, instruments, subject }: Trial) {
  const { study, env } = identity
  const { base, battery, evidenceSource, once } = instruments
  const { network } = subject
  const latent = atTest(subject.pipeline)
  const calibrationWriters = once('calibration writers', () => calibrationWritersOf(study, evidenceSource))
  const { z, ...refitted } = fitProbe(network, battery, calibrationWriters)
  const draws = minds(identity, subject)
  const responses = respond(network, battery, env.id, draws, latent)
  const more = {
    causal: causalEffect(network, battery, draws, restore(base.vectors), latent),
    awareness: awarenessOf(network, battery, env.id, draws, latent),
  }
  const reading = read(network, battery, draws, responses, base.probe.read, refitted, more)
  const measured = {
    untreated: base.untreated,
    population: base.population,
    cueStrength: base.cueStrength,
    prediction: base.prediction,
    networkBeta: base.networkBeta,
    reading,
    refittedR2: refitted.r2,
    mediation: mediated(
      identity,
      instruments,
      { network, minds: draws, motivation: latent },
      reading,
      calibrationWriters,
    ),
    ...readOnDemand(identity, instruments, subject, draws),
    aftermath: { ...base.aftermath, after: expected(scenariosOf(battery), responses.neutral) },
    ...(base.unseen && {
      unseen: { before: base.unseen.revealed, after: readUnseen(study, network, env.id, draws, latent) },
    }),
  }
  const readings: Readings = { network, battery, minds: draws, responses, calibrationWriters, z }
  return { measured, readings }
}

/** Common random numbers: the reference's draws of m are those that its own reading was taken with. */
function mediated(
  { study, id }: TrialIdentity,
  { base, battery, reference, assistant }: Instruments,
  after: Parameters<typeof mediate>[2],
  reading: Reading,
  { evidence }: CalibrationWriters,
): Mediation {
  const before = {
    network: reference,
    minds: assistantMinds(posteriorOf(reference, assistant), study, id.foundation, id.arm),
  }
  const own = { before: base.untreated.revealed.neutral.traits, after: reading.revealed.neutral.traits }
  return mediate(battery, before, after, own, evidence)
}

/** Means over the last quarter of the updates; of what was not measured there, as what training before the first update leaves, the last value. */
function kept(acted: Logs['acted']): TrialResult['interventions'] {
  const tail = average(acted.slice(-Math.ceil(acted.length / 4)).flat())
  const out: Record<string, Record<string, number>> = {}
  for (const { intervention, metric, value } of [...acted.flat(), ...tail])
    out[intervention] = { ...out[intervention], [metric]: value }
  return out
}
