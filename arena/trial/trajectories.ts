import type { Mind, Posterior } from '../../agents/actor.ts'
import { tf } from '../../agents/backend.ts'
import { type Cue, writeCue } from '../../agents/cues.ts'
import type { Trace } from '../../agents/define.ts'
import type { Network } from '../../agents/network.ts'
import { type Trajectory, transitionOf } from '../../agents/ppo-rows.ts'
import { oneHot } from '../../agents/tensor-ops.ts'
import { COMMON } from '../../envs/define.ts'
import { Fault } from '../../envs/fault.ts'
import type { Episode } from '../../interventions/define.ts'
import type { Played } from '../play/rollout.ts'
import type { Pipeline } from './pipeline.ts'

/** Whether the episode is dropped and trains its charge alone. */
export const charged = (episode: Episode): episode is Episode & { readonly charge: readonly number[] } =>
  episode.weight === 0 && episode.charge !== undefined

/** What trajectories are made of: the network as it acted, the hooks, and where the env's actions begin. */
export interface TrajectoryParts {
  readonly network: Network
  readonly pipeline: Pipeline
  readonly firstRow: number
  /** What the network infers now, where the matches are those of a log, which another network played. */
  readonly logged?: Posterior
}

/**
 * Decisions with their rewards as the hooks left them. Where the cue of the update is not that of acting, the
 * denominator of PPO's ratio is found again under the cue that hooks name. Those of a log have the ratio of the network
 * as it is before the update, and no value: what they brought is their advantage.
 */
export function trajectories(
  played: readonly Played[],
  episodes: readonly Episode[],
  { network, pipeline, firstRow, logged }: TrajectoryParts,
): Trajectory[] {
  const update = pipeline.cue('update')
  const at = network.spec.layout.adapter + COMMON
  const again = oldAgain(played, { network, pipeline, ...(logged && { logged }) })
  return played.map(({ steps, memory }, match) => {
    const { set, noise, cue: act } = memory as Mind
    const { weight, decisions } = episodes[match]
    const rewards = charged(episodes[match]) ? episodes[match].charge : episodes[match].rewards
    return {
      ...{ set, noise },
      ...(charged(episodes[match]) ? { weight: 1, charged: true } : { weight }),
      transitions: steps.map(({ action, trace }, t) => {
        const own = trace ?? refuseTraceless()
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

function refuseTraceless(): never {
  throw new Fault('METTLE_DEFECT', 'Expected a trace with every decision of the learner, got none')
}

function recued(input: Float32Array, at: number, cue: Cue): Float32Array {
  const out = input.slice()
  writeCue(out, at, cue)
  return out
}

/** Log-probability of what was done in a match, token and action together. */
type Old = (match: number, decision: number, action: number) => number

/** The same by the weights as they are before the update; undefined where acting said it already. */
function oldAgain(played: readonly Played[], { pipeline, ...parts }: Omit<TrajectoryParts, 'firstRow'>) {
  const act = (played[0].memory as Mind).cue
  const update = pipeline.cue('update')
  const cue = act === update ? act : pipeline.ratio({ act, update })
  return cue === act && !parts.logged ? undefined : under(cue, played, { pipeline, ...parts })
}

/** How far acting and updating are apart where their cues differ, over the decisions of a rollout. */
export interface Mismatch {
  /** Mean and largest of w = π(what was done | cue of the update) / π(the same | cue of acting), before the update. */
  readonly 'ratio/mean': number
  readonly 'ratio/max': number
  /** Effective sample size, (Σw)² / (n Σw²), 0 … 1: as a share of the decisions. */
  readonly 'ratio/ess': number
}

/** Undefined where the cues are one, or where another network acted. */
export function mismatch(played: readonly Played[], parts: TrajectoryParts): Mismatch | undefined {
  const update = parts.pipeline.cue('update')
  if (parts.logged || (played[0].memory as Mind).cue === update) return undefined
  const again = under(update, played, parts)
  const ratios = played.flatMap(({ steps }, match) =>
    steps.map(({ action, trace }, t) =>
      Math.exp(again(match, t, parts.firstRow + action) - (trace ?? refuseTraceless()).logProbability),
    ),
  )
  const [sum, squares] = [ratios.reduce((all, w) => all + w, 0), ratios.reduce((all, w) => all + w * w, 0)]
  return {
    'ratio/mean': sum / ratios.length,
    'ratio/max': ratios.reduce((most, w) => Math.max(most, w), 0),
    'ratio/ess': (sum * sum) / (ratios.length * squares),
  }
}

/** What a network says under a cue of what was done. */
function under(
  cue: Cue,
  played: readonly Played[],
  { network, pipeline, logged }: Omit<TrajectoryParts, 'firstRow'>,
): Old {
  const { actions } = network.spec.layout
  const starts = startsOf(played)
  const change = (z: tf.Tensor2D) => (pipeline.has('motivation') ? pipeline.motivation(z, 'act') : z)
  const minds = logged ? (mind: Mind) => motivationBy(logged, mind) : ({ m }: Mind) => m
  const [acts, tokens] = tf.tidy(() => {
    const { token, logPolicy, moved } = answered(played, network, { cue, minds, change })
    const narrated = token && tf.sum(tf.mul(network.narrate(moved), token), 1).dataSync()
    return [logPolicy.dataSync(), narrated] as const
  })
  return (match, decision, action) => {
    const row = starts[match] + decision
    return acts[row * actions + action] + (tokens?.[row] ?? 0)
  }
}

/** How a network is asked again about decisions that were made. */
interface Asked {
  readonly cue: Cue
  readonly minds: (mind: Mind) => Float32Array
  readonly change?: (z: tf.Tensor2D) => tf.Tensor2D
}

/** What a network says of every decision of the focal seat: log-policy, [decisions, actions]. Call it inside `tf.tidy`. */
export function answered(played: readonly Played[], network: Network, { cue, minds, change }: Asked) {
  const { layout, persona } = network.spec
  const rows = played.flatMap(({ steps, memory }) =>
    steps.map(({ trace }) => ({ trace: trace as Trace, m: minds(memory as Mind) })),
  )
  const said = rows.flatMap(({ trace: { narration } }) => (narration ? [narration.token] : []))
  const columns = (width: number, of: (row: (typeof rows)[number]) => Float32Array) => stacked(rows.map(of), width)
  const token = said.length > 0 ? oneHot(said) : undefined
  const mask = columns(layout.actions, ({ trace }) => trace.mask)
  const { logits, moved } = network.forward(
    columns(layout.input, ({ trace }) => recued(trace.input, layout.adapter + COMMON, cue)),
    columns(persona, ({ m }) => m),
    mask,
    change,
    token,
  )
  return { logPolicy: tf.logSoftmax(logits) as tf.Tensor2D, mask, moved, token }
}

/** The motivation that a mind has by another posterior: its own set and noise. */
export function motivationBy(posterior: Posterior, { set, noise }: Mind): Float32Array {
  const { mean, sd } = posterior[set]
  return mean.map((mu, i) => mu + sd[i] * noise[i])
}

/** Where the decisions of each match begin among those of all. */
function startsOf(played: readonly Played[]): number[] {
  let next = 0
  return played.map(({ steps }) => {
    const start = next
    next += steps.length
    return start
  })
}

/** Rows one under the other, [rows, width]. */
function stacked(rows: readonly Float32Array[], width: number): tf.Tensor2D {
  const out = new Float32Array(rows.length * width)
  rows.forEach((row, i) => void out.set(row, i * width))
  return tf.tensor2d(out, [rows.length, width])
}
