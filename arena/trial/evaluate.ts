import { actor } from '../../agents/actor.ts'
import type { Agent } from '../../agents/define.ts'
import { index } from '../../agents/traits.ts'
import type { Env } from '../../envs/define.ts'
import type { Pass } from '../../interventions/define.ts'
import { networkPolicies, reveal } from '../measure/battery.ts'
import { darkness } from '../measure/calibration.ts'
import { timed } from '../play/clock.ts'
import { pair } from '../play/panel.ts'
import { type Played, play } from '../play/rollout.ts'
import { createWorld } from '../play/world.ts'
import { meanOf } from '../statistics/linear.ts'
import { KEPT } from '../store/matches.ts'
import type { PathPoint } from '../store/results.ts'
import { mindRng, panelRng } from '../study/streams.ts'
import { trialName } from '../study/trials.ts'
import type { Pipeline } from './pipeline.ts'
import type { Workbench } from './workbench.ts'

/** The learning seat, as it acts now. */
export function focal({ network, learner, pipeline }: Workbench, pass: Pass): Agent {
  return actor({
    id: 'focal',
    network,
    mind: (rng) => learner.mind(pipeline.cue(pass), rng),
    ...(pipeline.has('motivation') && { motivation: (z) => pipeline.motivation(z, pass) }),
  })
}

export function performance(played: readonly Played[], { seats }: Env): { reward: number; power: number } {
  return {
    reward: meanOf(played.map(({ scores }, match) => scores[match % seats])),
    power: meanOf(played.map(({ power }, match) => power[match % seats])),
  }
}

/** The same matches at every call: held-out opponents, common chance seeds. */
export function evaluate(bench: Workbench): readonly Played[] {
  const { env, study, pipeline } = bench
  const seeds = panelRng(study).fork('evaluation')
  const world = createWorld(env, pipeline.game)
  const { evaluation } = study.settings.compete
  const pairings = pair(focal(bench, 'measure'), bench.heldOut, env.seats, evaluation, seeds)
  const kept = (match: number) => (match < KEPT ? match % env.seats : -1)
  return timed('measuring', () => play(world, pairings, { focal: kept }))
}

/** Where the learner stands: `played` is its evaluation as in training. */
export function point(bench: Workbench, update: number, played: readonly Played[]): PathPoint {
  const { env, base, battery, network, pipeline, stream, id } = bench
  const { reward, power } = performance(played, env)
  pipeline.enter('test')
  const { traits, raw, residual } = timed('measuring', () =>
    reveal(battery, networkPolicies(network, battery, minds(bench), pipeline.cue('measure'), atTest(pipeline))),
  )
  pipeline.enter('compete')
  const D = darkness(traits, base.calibration.dark)
  const revealed = Object.fromEntries(base.calibration.instruments.map((trait) => [trait, traits[index(trait)]]))
  stream.emit({ type: 'traits.measured', trial: trialName(id), update, reward, power, revealed: { ...revealed, D } })
  return { update, reward, power, traits, D, raw, residual }
}

/** The same draws of m before and after RL. */
export function minds({ study, id, learner }: Workbench): Float32Array[] {
  const rng = mindRng(study, id.foundation)
  return Array.from({ length: study.settings.measure.minds }, () => learner.mind('neutral', rng).m)
}

export const atTest = (pipeline: Pipeline) =>
  pipeline.has('motivation')
    ? (z: Parameters<Pipeline['motivation']>[0]) => pipeline.motivation(z, 'measure')
    : undefined
