import { requireFiniteWeights } from '../../agents/finite.ts'
import { claimed } from '../../agents/narration.ts'
import { TRAITS } from '../../agents/traits.ts'
import type { Env } from '../../envs/define.ts'
import { Fault } from '../../envs/fault.ts'
import type { Episode, Outcomes } from '../../interventions/define.ts'
import type { ArenaEvent } from '../../interventions/events.ts'
import { coverage } from '../measure/coverage.ts'
import { timed } from '../play/clock.ts'
import { pair } from '../play/panel.ts'
import { type Played, play } from '../play/rollout.ts'
import { createWorld } from '../play/world.ts'
import { columnMeans, meanOf } from '../statistics/linear.ts'
import type { Study } from '../study/study.ts'
import type { TrialId } from '../study/trials.ts'
import { focal, performance } from './evaluate.ts'
import { keepTraining } from './kept.ts'
import type { Logs, Subject, Trial, TrialIdentity } from './parts.ts'
import type { Metric, Pipeline } from './pipeline.ts'
import type { Stream } from './stream.ts'

/**
 * One rollout and one update.
 * @param kept whether some of its matches are kept to be watched
 * @returns what the learner says of the update
 */
export function train(trial: Trial, update: number, kept: boolean): Readonly<Record<string, number>> {
  const { identity, subject, logs } = trial
  const { pipeline, learner } = subject
  const played = rollOut(identity, subject, update)
  timed('logging', () => announce(identity, logs.stream, update, played))
  const episodes = weighed(pipeline, identity.env, played)
  for (const { match, weight } of episodes)
    if (weight === 0) logs.stream.emit({ type: 'episode.dropped', trial: identity.name, update, match })
  const weights = episodes.map(({ weight }) => weight)
  if (kept) timed('logging', () => keepTraining(trial, update, played, weights))
  const learn = () => learner.update(played, episodes)
  const metrics = timed('network', () => pipeline.through(['loss', 'motivation'], learn))
  trainMore(subject, 'between', update)
  log(identity, logs, update, { played, metrics, acted: average(pipeline.metrics()) })
  return metrics
}

function rollOut({ study, id, env }: TrialIdentity, subject: Subject, update: number): Played[] {
  const { pipeline, opponents, logged, rng } = subject
  const world = createWorld(env, pipeline.game)
  const chance = rng.fork('rollout').fork(update)
  const pairings = pair(logged ?? focal(subject, 'act'), opponents, env.seats, episodesOf(study, id), chance)
  return play(world, pairings, { keepOutcomes: asksOutcomes(pipeline) })
}

/** Whether a hook reads what the rollout knew beyond the rewards of the focal seat. */
const asksOutcomes = (pipeline: Pipeline): boolean => pipeline.has('rewards') || pipeline.has('episodes')

/** Rewards and episodes as the hooks leave them. */
function weighed(pipeline: Pipeline, env: Env, played: readonly Played[]): readonly Episode[] {
  const outcomes = asksOutcomes(pipeline) ? played.map(outcomesOf) : []
  const rewards = pipeline.rewards(
    played.map(({ steps }) => steps.map(({ reward }) => reward)),
    outcomes,
  )
  const episodes = played.map((each, match) => episode(env, each, match, rewards[match]))
  return pipeline.episodes(episodes, outcomes)
}

/** Further training by interventions. @param update −1 before the first */
export function trainMore(
  { network, pipeline, learner, continuation, vectors, rng }: Subject,
  hook: 'before' | 'between',
  update: number,
): void {
  if (!pipeline.has(hook)) return
  const chance = hook === 'before' ? rng.fork('before') : rng.fork('between').fork(update)
  pipeline.train(hook, (intervention) => {
    const own = chance.fork(intervention)
    return { update, vectors, rng: own, ...continuation.training(own.fork('training')) }
  })
  requireFiniteWeights(network, hook === 'before' ? 'before the first update' : `update ${update}, after between hooks`)
  learner.refresh()
}

interface Updated {
  readonly played: readonly Played[]
  readonly metrics: Readonly<Record<string, number>>
  readonly acted: readonly Metric[]
}

function log({ name: trial }: TrialIdentity, logs: Logs, update: number, { played, metrics, acted }: Updated): void {
  logs.acted.push([...acted])
  for (const { intervention, metric, value } of acted)
    logs.stream.emit({ type: 'intervention.acted', trial, update, intervention, metric, value })
  logs.stream.emit({ type: 'update.applied', trial, update, metrics })
  const measured = { update, ...metrics, ...performance(played), ...covered(played) }
  const all = { ...measured, ...narrated(played), ...named(acted) }
  refuseNonsense(all)
  logs.updates.push(all)
  logs.recorder.metric(all)
}

/** How much of z and of the acts the rollout explored, under `coverage/…`. */
function covered(played: readonly Played[]): Record<string, number> {
  const traces = played.flatMap(({ steps }) => steps.flatMap(({ trace }) => trace ?? []))
  if (traces.length < 2) return {}
  const found = coverage(
    traces.map(({ z }) => z),
    traces.map(({ policy }) => policy),
  )
  return Object.fromEntries(Object.entries(found).map(([name, value]) => [`coverage/${name}`, value]))
}

/** Episodes per update. */
export function episodesOf({ settings }: Study, { regime }: TrialId): number {
  const { episodes, motiveEpisodes } = settings.compete
  return regime === 'motive' ? motiveEpisodes : episodes
}

function announce(
  { name: trial, env }: TrialIdentity,
  stream: Stream,
  update: number,
  played: readonly Played[],
): void {
  const emit = (event: ArenaEvent) => stream.emit(event)
  played.forEach((each, match) => {
    emit({ type: 'match.started', trial, update, match, seed: each.seed, focal: each.focal })
    for (let i = 0; i < each.actions.length; i += 2) {
      const [seat, action] = [each.actions[i], each.actions[i + 1]]
      if (stream.decisionsObserved())
        emit({ type: 'action.taken', trial, update, match, seat, action: env.actions[action].label })
      if (action === env.report) emit({ type: 'report.filed', trial, update, match, seat, rigged: each.harmful })
    }
    emit({ type: 'match.ended', trial, update, match, scores: each.scores, power: each.power })
  })
  const rows = played.flatMap(({ steps }) => steps.map(({ trace }) => trace?.z as Float32Array))
  const persona = rows[0]?.length ?? 0
  const z = new Float32Array(rows.length * persona)
  rows.forEach((row, i) => void z.set(row, i * persona))
  const { reward, power } = performance(played)
  emit({ type: 'rollout.collected', trial, update, episodes: played.length, decisions: rows.length, reward, power, z })
}

function outcomesOf({ steps, focal }: Played): Outcomes {
  const all = steps.map((step) => step.outcomes ?? refuseBlind())
  const traces = steps.map(({ trace }) => trace ?? refuseBlind())
  const said = traces.flatMap(({ narration }) => (narration ? [narration.token] : []))
  return {
    focal,
    payoffs: all.map(({ payoffs }) => payoffs),
    appraisals: all.map(({ appraisal }) => appraisal),
    z: traces.map(({ z }) => z),
    ...(said.length > 0 && { said }),
  }
}

function refuseBlind(): never {
  throw new Fault('METTLE_DEFECT', 'Expected a rollout that kept its outcomes, got one that did not')
}

function episode(env: Env, played: Played, match: number, rewards: readonly number[]): Episode {
  const actions = played.steps.map(({ action }) => env.actions[action].label)
  const tags = {
    actions,
    reported: actions.includes('report'),
    rigged: played.harmful,
    power: played.power[played.focal],
  }
  return { match, rewards, weight: 1, tags }
}

/** Weights that went through a NaN stay NaN: what is measured after it would be no result. */
function refuseNonsense({ update, ...metrics }: Readonly<Record<string, number>>): void {
  for (const [name, value] of Object.entries(metrics))
    if (!Number.isFinite(value))
      throw new Fault(
        'METTLE_NUMBER',
        `update ${update}: expected finite metrics, got ${name} = ${value}. Lower the learning rate, or see what the loss hooks return`,
      )
}

/** One value an intervention and metric: a loss hook measures once a minibatch. */
export function average(metrics: readonly Metric[]): Metric[] {
  const groups = new Map<string, Metric[]>()
  for (const each of metrics) {
    const key = `${each.intervention}/${each.metric}`
    groups.set(key, [...(groups.get(key) ?? []), each])
  }
  return [...groups.values()].map((group) => ({ ...group[0], value: meanOf(group.map(({ value }) => value)) }))
}

/**
 * What the focal seat claimed of itself, by trait: probability of much minus that of little, mean over its decisions;
 * nothing where it said nothing.
 */
function narrated(played: readonly Played[]): Readonly<Record<string, number>> {
  const all = played.flatMap(({ steps }) =>
    steps.flatMap(({ trace }) => (trace?.narration ? [claimed(trace.narration.probabilities)] : [])),
  )
  if (all.length === 0) return {}
  return Object.fromEntries(columnMeans(all).map((claim, t) => [`narration/${TRAITS[t]}`, claim]))
}

const named = (acted: readonly Metric[]) =>
  Object.fromEntries(acted.map(({ intervention, metric, value }) => [`interventions/${intervention}/${metric}`, value]))
