import type { Mind } from '../../agents/actor.ts'
import type { Cue } from '../../agents/cues.ts'
import { type Trajectory, transitionOf } from '../../agents/ppo-rows.ts'
import { COMMON } from '../../envs/define.ts'
import type { Episode } from '../../interventions/define.ts'
import type { Played } from '../play/rollout.ts'
import { type Asking, recued, type Said, tracedOf } from './asked-again.ts'

/** Whether the episode is dropped and trains its charge alone. */
export const charged = (episode: Episode): episode is Episode & { readonly charge: readonly number[] } =>
  episode.weight === 0 && episode.charge !== undefined

/** What trajectories are made of: who is asked, and where the env's actions begin. */
export interface TrajectoryParts extends Asking {
  readonly firstRow: number
  /** What the network says of what was done, before the update. */
  readonly said: (cue: Cue) => Said
}

/**
 * Decisions with their rewards as the hooks left them. Where the cue of the update is not that of acting, the
 * denominator of PPO's ratio is found again under the cue that hooks name. Those of a log have the ratio of the network
 * as it is before the update, and no value: what they brought is their advantage.
 */
export function trajectories(
  played: readonly Played[],
  episodes: readonly Episode[],
  parts: TrajectoryParts,
): Trajectory[] {
  const { network, pipeline, firstRow, logged } = parts
  const update = pipeline.cue('update')
  const at = network.spec.layout.adapter + COMMON
  const again = oldAgain(played, parts)
  return played.map(({ steps, memory }, match) => {
    const { set, noise, cue: act } = memory as Mind
    const { weight, decisions } = episodes[match]
    const rewards = charged(episodes[match]) ? episodes[match].charge : episodes[match].rewards
    return {
      ...{ set, noise },
      ...(charged(episodes[match]) ? { weight: 1, charged: true } : { weight }),
      transitions: steps.map(({ action, trace }, t) => {
        const own = tracedOf(trace)
        const input = act === update ? own.input : recued(own.input, at, update)
        const row = transitionOf(own, firstRow + action, rewards[t], input)
        return {
          ...row,
          ...(decisions && { weight: decisions[t] }),
          ...(logged && { value: 0 }),
          ...(again && { logProbability: again(match, t, row.action) }),
        }
      }),
    }
  })
}

/** The same by the weights as they are before the update; undefined where acting said it already. */
function oldAgain(played: readonly Played[], { pipeline, logged, said }: TrajectoryParts) {
  const act = (played[0].memory as Mind).cue
  const update = pipeline.cue('update')
  const cue = act === update ? act : pipeline.ratio({ act, update })
  return cue === act && !logged ? undefined : said(cue)
}
