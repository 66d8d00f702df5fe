import { actor, type Posterior } from '../../agents/actor.ts'
import type { Agent } from '../../agents/define.ts'
import { APPRAISALS } from '../../envs/define.ts'
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
import type { Subject, Trial, TrialIdentity } from './parts.ts'
import type { Pipeline } from './pipeline.ts'

/** The learning seat, as it acts now. */
export function focal({ network, learner, pipeline }: Subject, pass: Exclude<Pass, 'update'>): Agent {
  return actor({
    id: 'focal',
    network,
    mind: (rng) => learner.mind(pipeline.cue(pass), rng),
    ...(pipeline.has('motivation') && { motivation: (z) => pipeline.motivation(z, pass) }),
    ...(pipeline.has('options') && { options: (ask) => pipeline.options(ask, pass) }),
  })
}

export interface Performance {
  readonly reward: number
  readonly power: number
}

/** Means of the focal seat over matches: payoff, and final share of control. */
export function performance(played: readonly Played[]): Performance {
  return {
    reward: meanOf(played.map(({ scores, focal: own }) => scores[own])),
    power: meanOf(played.map(({ power, focal: own }) => power[own])),
  }
}

/** Mean appraisal of a decision of the focal seat, by name, [APPRAISALS]. */
export function actsOf(played: readonly Played[]): number[] {
  const decisions = played.reduce((sum, { appraised }) => sum + (appraised?.decisions ?? 0), 0)
  return APPRAISALS.map(
    (name) => played.reduce((sum, { appraised }) => sum + (appraised?.[name] ?? 0), 0) / Math.max(1, decisions),
  )
}

/** The same matches at every call: held-out opponents, common chance seeds. */
export function evaluate({ identity, instruments, subject }: Omit<Trial, 'logs'>): readonly Played[] {
  const { env, study } = identity
  const seeds = panelRng(study).fork('evaluation')
  const world = createWorld(env, subject.pipeline.game)
  const { evaluation } = study.settings.compete
  const pairings = pair(focal(subject, 'measure'), instruments.heldOut, env.seats, evaluation, seeds)
  return timed('measuring', () => play(world, pairings, { kept: KEPT, sumAppraisals: true }))
}

/** The untreated network in the neutral context, with no intervention at all: R_pre of VALIDITY §5.2. */
export function evaluateUntreated(trial: Trial): readonly Played[] {
  const { identity, instruments, subject } = trial
  const { id, params } = identity.env
  const { evaluation, writers } = identity.study.settings.compete
  // A motive learner moves m by a mean that is still where it started, which rounds the last bit of m.
  const kind = identity.id.regime === 'motive' ? 'motive' : 'weights'
  return instruments.once(JSON.stringify(['untreated', kind, id, params, evaluation, writers]), () => {
    subject.pipeline.enter(null)
    const played = evaluate(trial)
    subject.pipeline.enter('compete')
    return played
  })
}

/** Where the learner stands: `played` is its evaluation as in training. */
export function point(trial: Trial, update: number, played: readonly Played[]): PathPoint {
  const { identity, instruments, subject, logs } = trial
  const { base, battery } = instruments
  const { network, pipeline } = subject
  const { reward, power } = performance(played)
  pipeline.enter('test')
  const deployed = pipeline.actsAlike('compete', 'test') ? { reward, power } : performance(evaluate(trial))
  const { traits, raw, residual } = timed('measuring', () =>
    reveal(
      battery,
      networkPolicies(network, battery, minds(identity, subject), pipeline.cue('measure'), atTest(pipeline)),
    ),
  )
  pipeline.enter('compete')
  const D = darkness(traits, base.calibration)
  const { names } = battery.traits
  const revealed = Object.fromEntries(
    base.calibration.instruments.map((trait) => [trait, traits[names.indexOf(trait)]]),
  )
  logs.stream.emit({
    type: 'traits.measured',
    trial: identity.name,
    update,
    reward,
    power,
    revealed: { ...revealed, D },
  })
  return { update, reward, power, deployed, traits, D, raw, residual }
}

/** The same draws of m before and after RL. @param shown what is inferred from evidence of somebody else */
export function minds({ study, id }: TrialIdentity, { learner }: Subject, shown?: Posterior): Float32Array[] {
  const rng = mindRng(study, id.foundation, id.arm)
  return Array.from({ length: study.settings.measure.minds }, () => learner.mind('neutral', rng, shown).m)
}

export const atTest = (pipeline: Pipeline) =>
  pipeline.has('motivation')
    ? (z: Parameters<Pipeline['motivation']>[0]) => pipeline.motivation(z, 'measure')
    : undefined
