import { claimed } from '../../agents/narration.ts'
import { TRAITS } from '../../agents/traits.ts'
import type { Env } from '../../envs/define.ts'
import type { Episode, Outcomes } from '../../interventions/define.ts'
import type { ArenaEvent } from '../../interventions/events.ts'
import { timed } from '../play/clock.ts'
import { pair } from '../play/panel.ts'
import { type Played, play, type Step } from '../play/rollout.ts'
import { createWorld } from '../play/world.ts'
import { columnMeans, meanOf } from '../statistics/linear.ts'
import { trialName } from '../study/trials.ts'
import { focal, performance } from './evaluate.ts'
import { keepTraining } from './kept.ts'
import type { Metric } from './pipeline.ts'
import type { Workbench } from './workbench.ts'

/** One rollout and one update. @param kept whether some of its matches are kept to be watched */
export function train(bench: Workbench, update: number, kept: boolean): void {
  const { id, env, rng, pipeline, learner, stream, recorder, continuation } = bench
  const trial = trialName(id)
  const world = createWorld(env, pipeline.game)
  const pairings = pair(
    focal(bench, 'act'),
    bench.train,
    env.seats,
    episodesOf(bench),
    rng.fork('rollout').fork(update),
  )
  const keepOutcomes = pipeline.has('rewards')
  const played = play(world, pairings, { focal: (match) => match % env.seats, keepOutcomes })
  timed('logging', () => announce(bench, update, played))
  const rewards = pipeline.rewards(
    played.map(({ steps }) => steps.map(({ reward }) => reward)),
    keepOutcomes ? played.map(({ steps }, match) => outcomesOf(steps, match % env.seats)) : [],
  )
  const episodes = pipeline.episodes(played.map((each, match) => episode(env, each, match, rewards[match])))
  for (const { match, weight } of episodes)
    if (weight === 0) stream.emit({ type: 'episode.dropped', trial, update, match })
  const weights = episodes.map(({ weight }) => weight)
  if (kept) timed('logging', () => keepTraining(bench, update, played, weights))
  const metrics = timed('network', () => learner.update(played, episodes))
  if (pipeline.has('between')) {
    pipeline.between({ update, rng: rng.fork('between').fork(update), imitate: continuation.imitate })
    learner.refresh()
  }
  const acted = average(pipeline.metrics())
  bench.acted.push(acted)
  for (const { intervention, metric, value } of acted)
    stream.emit({ type: 'intervention.acted', trial, update, intervention, metric, value })
  stream.emit({ type: 'update.applied', trial, update, metrics })
  const measured = { update, ...metrics, ...performance(played, env), ...narrated(played), ...named(acted) }
  refuseNonsense(measured)
  bench.updates.push(measured)
  recorder.metric(measured)
}

export function episodesOf({ study, id }: Workbench): number {
  const { episodes, motiveEpisodes } = study.settings.compete
  return id.regime === 'motive' ? motiveEpisodes : episodes
}

function announce({ id, env, network, stream }: Workbench, update: number, played: readonly Played[]): void {
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

function outcomesOf(steps: readonly Step[], focal: number): Outcomes {
  const all = steps.map((step) => step.outcomes ?? refuseBlind())
  return { focal, payoffs: all.map(({ payoffs }) => payoffs), appraisals: all.map(({ appraisal }) => appraisal) }
}

function refuseBlind(): never {
  throw new Error('Expected a rollout that was outcomes, got one that was not')
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

/** Weights that went through a NaN stay NaN: what is measured after it would be no result. */
function refuseNonsense({ update, ...metrics }: Readonly<Record<string, number>>): void {
  for (const [name, value] of Object.entries(metrics))
    if (!Number.isFinite(value))
      throw new Error(
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

/** What the focal seat claimed of itself, by trait: probability of much minus that of little, mean over its decisions; nothing where it said nothing. */
function narrated(played: readonly Played[]): Readonly<Record<string, number>> {
  const all = played.flatMap(({ steps }) =>
    steps.flatMap(({ trace }) => (trace?.narration ? [claimed(trace.narration.probabilities)] : [])),
  )
  if (all.length === 0) return {}
  return Object.fromEntries(columnMeans(all).map((claim, t) => [`narration/${TRAITS[t]}`, claim]))
}

const named = (acted: readonly Metric[]) =>
  Object.fromEntries(acted.map(({ intervention, metric, value }) => [`interventions/${intervention}/${metric}`, value]))
