import { actor, drawMind, type Mind, type Posterior, posteriorOf } from '../../agents/actor.ts'
import { blockOf } from '../../agents/layout.ts'
import type { Trainable } from '../../agents/ppo.ts'
import type { Matrix } from '../../agents/traits.ts'
import type { Env } from '../../envs/define.ts'
import { Fault } from '../../envs/fault.ts'
import {
  displacementCovariance,
  entanglement,
  type Halved,
  type Prediction,
  type PredictionOptions,
  posteriorCovariance,
  type Taken,
} from '../measure/prediction.ts'
import { type Panel, pair } from '../play/panel.ts'
import { type Played, play } from '../play/rollout.ts'
import { createWorld } from '../play/world.ts'
import { meanOf, sdOf } from '../statistics/linear.ts'
import type { Settings } from '../study/settings.ts'

/** What a prediction needs of a finished foundation. */
export interface Forecast extends Omit<PredictionOptions, 'trainable'> {
  readonly settings: Settings
  readonly env: Env
  /** Whom the held-out matches are played against. */
  readonly panel: Panel
  /** S_q before narrowing. */
  readonly imitated: readonly (readonly number[])[]
  readonly regimes: readonly Trainable[]
}

/** Everything that is said of the drag before the first update, from one foundation (VALIDITY §4.3). */
export function predict(forecast: Forecast): Prediction {
  const { network, battery, assistant, settings, imitated, regimes, rng } = forecast
  const { draws, rewards } = settings.measure
  const posterior = posteriorOf(network, assistant)
  const narrowed = posteriorCovariance(network, battery, posterior, draws, rng.fork('posterior'))
  const taken = heldOut(forecast, posterior)
  const each = <T>(of: (trainable: Trainable) => T) =>
    Object.fromEntries(regimes.map((trainable) => [trainable, of(trainable)])) as Partial<Record<Trainable, T>>
  const moved = each((trainable) =>
    displacementCovariance({ ...forecast, trainable, rng: rng.fork('rewards') }, rewards),
  )
  const part = <T>(of: (found: Halved<Matrix>) => T) =>
    Object.fromEntries(regimes.map((trainable) => [trainable, of(moved[trainable] as Halved<Matrix>)]))
  return {
    posterior: { imitated, narrowed: narrowed.whole },
    displacement: part(({ whole }) => whole),
    entanglement: each((trainable) => entanglement({ ...forecast, trainable }, taken)),
    halves: { posterior: narrowed.halves, displacement: part(({ halves }) => halves) },
  }
}

/** Decisions of the untreated assistant in matches that training never sees. */
function heldOut({ network, env, panel, settings, rng }: Forecast, posterior: Posterior): Taken[] {
  const focal = actor({ id: 'focal', network, mind: (source) => drawMind(posterior, 'neutral', source) })
  const pairings = pair(focal, panel, env.seats, settings.compete.episodes, rng.fork('held-out matches'))
  const played = play(createWorld(env), pairings)
  return advantages(played, blockOf(network.spec.layout, env.id).firstRow)
}

/** Reward to come, less its mean over matches at the same decision, in SD. */
function advantages(played: readonly Played[], firstRow: number): Taken[] {
  const toCome = played.map(({ steps }) =>
    steps.map((_, t) => steps.slice(t).reduce((sum, { reward }) => sum + reward, 0)),
  )
  const longest = Math.max(...toCome.map((each) => each.length))
  const means = Array.from({ length: longest }, (_, t) =>
    meanOf(toCome.flatMap((each) => (t in each ? [each[t]] : []))),
  )
  const sd = sdOf(toCome.flatMap((each) => each.map((value, t) => value - means[t]))) + 1e-8
  return played.flatMap(({ steps, memory }, match) =>
    steps.map(({ action, trace }, t) => {
      if (!trace) throw new Fault('METTLE_DEFECT', 'Expected a trace with every decision of the assistant, got none')
      const { set, noise } = memory as Mind
      const { input, mask } = trace
      return { input, mask, set, noise, action: firstRow + action, advantage: (toCome[match][t] - means[t]) / sd }
    }),
  )
}
