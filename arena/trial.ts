import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { actor, drawMind, posteriorOf } from '../agents/actor.ts'
import { decodeCheckpoint, encodeCheckpoint } from '../agents/checkpoint.ts'
import type { Agent } from '../agents/define.ts'
import { blockOf, createNetwork, type Network } from '../agents/network.ts'
import { index, population, type Trait } from '../agents/traits.ts'
import type { Env } from '../envs/define.ts'
import type { Rng } from '../envs/random.ts'
import type { Episode, Pass, TraitVectors } from '../interventions/define.ts'
import type { ArenaEvent } from '../interventions/events.ts'
import {
  ASSISTANT_EVIDENCE,
  type FoundationResult,
  foundationRng,
  mindRng,
  panelRng,
  studySitters,
} from './foundation.ts'
import type { JobIO } from './jobs.ts'
import { createLearner, type Learner } from './learner.ts'
import { type Battery, createBattery, networkPolicies, reveal } from './measure/battery.ts'
import { darkness } from './measure/calibration.ts'
import { meanOf } from './measure/linear.ts'
import { fitProbe } from './measure/probe.ts'
import { type Reading, read } from './measure/reading.ts'
import { type Panel, pair, writerPanel } from './panel.ts'
import { createPipeline, type Metric, type Pipeline } from './pipeline.ts'
import { createRecorder, type Recorder } from './recorder.ts'
import { type Played, play } from './rollout.ts'
import { createStream, type Stream } from './stream.ts'
import { evalEnvs, type Study, type TrialId, trainEnv, trialName } from './study.ts'
import { type Verified, verify } from './verify.ts'
import { createWorld } from './world.ts'

/** A point on the path of training: performance as in training, traits as deployed in the neutral context. */
export interface PathPoint {
  readonly update: number
  /** Mean payoff and final share of control of the focal seat against the held-out panel. */
  readonly reward: number
  readonly power: number
  readonly traits: readonly number[]
  readonly D: number
  readonly raw: number
  readonly residual: number
}

export interface TrialResult {
  readonly id: TrialId
  /** From before RL to after it. */
  readonly path: readonly PathPoint[]
  /** After RL with only the interventions that stay at test. */
  readonly deployed: { readonly reward: number; readonly power: number }
  /** The assistant before RL and after it, by the same instruments. */
  readonly untreated: Reading
  readonly reading: Reading
  readonly refittedR2: readonly number[]
  /** Mean of each intervention's metrics over the last quarter of the updates. */
  readonly interventions: Readonly<Record<string, Readonly<Record<string, number>>>>
  readonly verified: Verified
}

/** What a trial works with. */
interface Bench {
  readonly study: Study
  readonly id: TrialId
  readonly env: Env
  readonly base: FoundationResult
  readonly network: Network
  readonly reference: Network
  readonly battery: Battery
  readonly rng: Rng
  readonly stream: Stream
  readonly recorder: Recorder
  readonly pipeline: Pipeline
  readonly learner: Learner
  readonly train: Panel
  readonly heldOut: Panel
  readonly io: JobIO
  /** What interventions measured, an update. */
  readonly acted: Metric[][]
}

/** Matches of the last evaluation that are stored to be watched. */
const KEPT = 32

/** measure → compete → measure of one arm on one foundation. Writes checkpoint, events, metrics and matches. */
export async function runTrial(study: Study, id: TrialId, foundationDir: string, io: JobIO): Promise<TrialResult> {
  const bench = await prepare(study, id, foundationDir, io)
  try {
    const path = compete(bench)
    const result = conclude(bench, path)
    await writeFile(
      join(io.dir, 'checkpoint.safetensors'),
      encodeCheckpoint(bench.network.spec, bench.network.weights()),
    )
    bench.stream.emit({ type: 'trial.ended', trial: trialName(id), ok: true })
    return result
  } finally {
    bench.pipeline.dispose()
    bench.learner.dispose()
    bench.stream.complete()
    await bench.recorder.close()
    bench.network.dispose()
    bench.reference.dispose()
  }
}

async function prepare(study: Study, id: TrialId, foundationDir: string, io: JobIO): Promise<Bench> {
  const { settings } = study
  const base = JSON.parse(await readFile(join(foundationDir, 'result.json'), 'utf8')) as FoundationResult
  const { spec, weights } = decodeCheckpoint(await readFile(join(foundationDir, 'checkpoint.safetensors')))
  const env = trainEnv(study, study.arms[id.arm])
  const recorder = createRecorder(io.dir)
  const stream = createStream(recorder.failure)
  recorder.listen(stream.facts$)
  const network = createNetwork(spec, weights)
  const reference = createNetwork(spec, weights)
  const rng = foundationRng(study, id.foundation).fork('trial')
  const vectors = restore(base.vectors)
  const pipeline = createPipeline(study.arms[id.arm].interventions, { env, vectors, stream, rng: rng.fork('plugins') })
  pipeline.enter('compete')
  const learner = createLearner({
    regime: id.regime,
    settings,
    env,
    network,
    reference,
    evidence: ASSISTANT_EVIDENCE,
    pipeline,
    vectors,
    population: population(settings.s),
    firstRow: blockOf(spec.layout, env.id).firstRow,
    rng: rng.fork('learner'),
  })
  const battery = createBattery(spec.layout, evalEnvs(study))
  const bench = {
    study,
    id,
    env,
    base,
    network,
    reference,
    battery,
    rng,
    stream,
    recorder,
    pipeline,
    learner,
    io,
    acted: [],
  }
  return { ...bench, ...panels(study, reference) }
}

function panels(study: Study, reference: Network): { train: Panel; heldOut: Panel } {
  const { compete } = study.settings
  const rng = panelRng(study)
  const frozen = posteriorOf(reference, ASSISTANT_EVIDENCE)
  const agent: Agent = actor({
    id: 'checkpoint',
    network: reference,
    mind: (source) => drawMind(frozen, 'neutral', source),
  })
  return {
    train: {
      writers: writerPanel(compete.writers, rng.fork('train')),
      checkpoint: { agent, share: compete.checkpoint },
    },
    heldOut: { writers: writerPanel(compete.writers, rng.fork('held out')) },
  }
}

function restore(vectors: FoundationResult['vectors']): TraitVectors {
  const directions = Object.fromEntries(Object.entries(vectors.directions).map(([t, v]) => [t, Float32Array.from(v)]))
  return { ...vectors, directions: directions as Record<Trait, Float32Array> }
}

function compete(bench: Bench): PathPoint[] {
  const { study, id, stream, io } = bench
  const { updates, measureEvery } = study.settings.compete
  const trial = trialName(id)
  stream.emit({ type: 'phase.started', trial, phase: 'compete' })
  const path = [point(bench, 0)]
  const report = (phase: string, done: number, matches: number) => io.progress({ phase, done, total: updates, matches })
  report('measure', 0, study.settings.compete.evaluation)
  for (let update = 0; update < updates; update++) {
    train(bench, update)
    const done = update + 1
    report('compete', done, episodesOf(bench))
    if (done % measureEvery !== 0 && done !== updates) continue
    path.push(point(bench, done))
    report('measure', done, study.settings.compete.evaluation)
  }
  return path
}

/** One rollout and one update. */
function train(bench: Bench, update: number): void {
  const { id, env, rng, pipeline, learner, stream, recorder } = bench
  const trial = trialName(id)
  const world = createWorld(env, pipeline.game)
  const pairings = pair(
    focal(bench, 'act'),
    bench.train,
    env.seats,
    episodesOf(bench),
    rng.fork('rollout').fork(update),
  )
  const played = play(world, pairings, { focal: (match) => match % env.seats })
  announce(bench, update, played)
  const rewards = pipeline.rewards(played.map(({ steps }) => steps.map(({ reward }) => reward)))
  const episodes = pipeline.episodes(played.map((each, match) => episode(env, each, match, rewards[match])))
  for (const { match, weight } of episodes)
    if (weight === 0) stream.emit({ type: 'episode.dropped', trial, update, match })
  const metrics = learner.update(played, episodes)
  pipeline.between(update, rng.fork('between').fork(update))
  const acted = average(pipeline.metrics())
  bench.acted.push(acted)
  for (const { intervention, metric, value } of acted)
    stream.emit({ type: 'intervention.acted', trial, update, intervention, metric, value })
  stream.emit({ type: 'update.applied', trial, update, metrics })
  recorder.metric({ update, ...metrics, ...performance(played, env), ...named(acted) })
}

function episodesOf({ study, id }: Bench): number {
  const { episodes, motiveEpisodes } = study.settings.compete
  return id.regime === 'motive' ? motiveEpisodes : episodes
}

/** The learning seat, as it acts now. */
function focal({ network, learner, pipeline }: Bench, pass: Pass): Agent {
  return actor({
    id: 'focal',
    network,
    mind: (rng) => learner.mind(pipeline.cue(pass), rng),
    ...(pipeline.has('motivation') && { motivation: (z) => pipeline.motivation(z, pass) }),
  })
}

function announce({ id, env, network, stream }: Bench, update: number, played: readonly Played[]): void {
  const trial = trialName(id)
  const emit = (event: ArenaEvent) => stream.emit(event)
  played.forEach((each, match) => {
    emit({ type: 'match.started', trial, update, match, seed: each.seed, focal: match % env.seats })
    for (let i = 0; i < each.actions.length; i += 2) {
      const [seat, action] = [each.actions[i], each.actions[i + 1]]
      if (stream.decisionsObserved())
        emit({ type: 'action.taken', trial, update, match, seat, action: env.actions[action].label })
      if (action === env.report) emit({ type: 'report.filed', trial, update, match, seat, rigged: each.harmful })
    }
    emit({ type: 'match.ended', trial, update, match, scores: each.scores, power: each.power })
  })
  const rows = played.flatMap(({ steps }) => steps.map(({ trace }) => trace?.z as Float32Array))
  const z = new Float32Array(rows.length * network.spec.persona)
  rows.forEach((row, i) => void z.set(row, i * network.spec.persona))
  const { reward, power } = performance(played, env)
  emit({ type: 'rollout.collected', trial, update, episodes: played.length, decisions: rows.length, reward, power, z })
}

function episode(env: Env, played: Played, match: number, rewards: readonly number[]): Episode {
  const actions = played.steps.map(({ action }) => env.actions[action].label)
  const tags = {
    actions,
    reported: actions.includes('report'),
    rigged: played.harmful,
    power: played.power[match % env.seats],
  }
  return { match, rewards, weight: 1, tags }
}

function performance(played: readonly Played[], { seats }: Env): { reward: number; power: number } {
  return {
    reward: meanOf(played.map(({ scores }, match) => scores[match % seats])),
    power: meanOf(played.map(({ power }, match) => power[match % seats])),
  }
}

/** The same matches at every call: held-out opponents, common chance seeds. */
function evaluate(bench: Bench): readonly Played[] {
  const { env, study, pipeline } = bench
  const seeds = panelRng(study).fork('evaluation')
  const world = createWorld(env, pipeline.game)
  return play(world, pair(focal(bench, 'measure'), bench.heldOut, env.seats, study.settings.compete.evaluation, seeds))
}

function point(bench: Bench, update: number): PathPoint {
  const { env, base, battery, network, pipeline, stream, id } = bench
  const { reward, power } = performance(evaluate(bench), env)
  pipeline.enter('test')
  const policies = networkPolicies(network, battery, minds(bench), pipeline.cue('measure'), atTest(pipeline))
  const { traits, raw, residual } = reveal(battery, policies)
  pipeline.enter('compete')
  const D = darkness(traits, base.calibration.dark)
  const revealed = Object.fromEntries(base.calibration.instruments.map((trait) => [trait, traits[index(trait)]]))
  stream.emit({ type: 'traits.measured', trial: trialName(id), update, reward, power, revealed: { ...revealed, D } })
  return { update, reward, power, traits, D, raw, residual }
}

/** The same draws of m before and after RL. */
function minds({ study, id, learner }: Bench): Float32Array[] {
  const rng = mindRng(study, id.foundation)
  return Array.from({ length: study.settings.measure.minds }, () => learner.mind('neutral', rng).m)
}

const atTest = (pipeline: Pipeline) =>
  pipeline.has('motivation')
    ? (z: Parameters<Pipeline['motivation']>[0]) => pipeline.motivation(z, 'measure')
    : undefined

function conclude(bench: Bench, path: readonly PathPoint[]): TrialResult {
  const { study, id, env, base, network, battery, pipeline, recorder, stream } = bench
  const trained = evaluate(bench)
  stream.emit({ type: 'phase.started', trial: trialName(id), phase: 'verify' })
  const verified = verify(createWorld(env, pipeline.game), trained.slice(0, study.settings.compete.verify))
  recorder.match({
    env: env.id,
    version: env.version,
    params: env.params,
    transforms: transforms(bench),
    focal: 'match % seats',
  })
  for (const { steps: _, memory: __, ...record } of trained.slice(0, KEPT)) recorder.match(record)
  bench.io.progress({ phase: 'verify', done: 1, total: 1, matches: verified.matches })
  stream.emit({ type: 'phase.started', trial: trialName(id), phase: 'measure' })
  pipeline.enter('test')
  const { z: ___, ...refitted } = fitProbe(network, battery, studySitters(study))
  const result: TrialResult = {
    id,
    path,
    deployed: performance(evaluate(bench), env),
    untreated: base.untreated,
    reading: read(network, battery, minds(bench), base.probe.read, refitted, atTest(pipeline)),
    refittedR2: refitted.r2,
    interventions: lastQuarter(bench),
    verified,
  }
  bench.io.progress({ phase: 'measure', done: 1, total: 1, matches: study.settings.compete.evaluation })
  return result
}

const transforms = ({ study, id }: Bench) =>
  study.arms[id.arm].interventions
    .filter(({ touches }) => touches.includes('game'))
    .map(({ id: name, params }) => ({ id: name, params }))

/** One value an intervention and metric: a loss hook measures once a minibatch. */
function average(metrics: readonly Metric[]): Metric[] {
  const groups = new Map<string, Metric[]>()
  for (const each of metrics) {
    const key = `${each.intervention}/${each.metric}`
    groups.set(key, [...(groups.get(key) ?? []), each])
  }
  return [...groups.values()].map((group) => ({ ...group[0], value: meanOf(group.map(({ value }) => value)) }))
}

const named = (acted: readonly Metric[]) =>
  Object.fromEntries(acted.map(({ intervention, metric, value }) => [`interventions/${intervention}/${metric}`, value]))

function lastQuarter({ acted }: Bench): TrialResult['interventions'] {
  const tail = average(acted.slice(-Math.ceil(acted.length / 4)).flat())
  const out: Record<string, Record<string, number>> = {}
  for (const { intervention, metric, value } of tail) out[intervention] = { ...out[intervention], [metric]: value }
  return out
}
