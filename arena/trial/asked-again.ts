import type { Mind, Posterior } from '../../agents/actor.ts'
import { tf } from '../../agents/backend.ts'
import { type Cue, writeCue } from '../../agents/cues.ts'
import type { Trace } from '../../agents/define.ts'
import type { Network } from '../../agents/network.ts'
import { oneHot } from '../../agents/tensor-ops.ts'
import { COMMON } from '../../envs/define.ts'
import { Fault } from '../../envs/fault.ts'
import type { Played } from '../play/rollout.ts'
import type { Pipeline } from './pipeline.ts'

// A network is asked again about decisions that were made: under another cue, by another mind, after an update.

/** Who is asked: the network as it acted, and the hooks. */
export interface Asking {
  readonly network: Network
  readonly pipeline: Pipeline
  /** What the network infers now, where the matches are those of a log, which another network played. */
  readonly logged?: Posterior
}

/** Log-probability of what was done in a match, token and action together. */
export type Said = (match: number, decision: number, action: number) => number

/** What a network says under a cue, by the weights as they are: each cue is asked once, whoever wants to know. */
export function askedAgain(played: readonly Played[], asking: Asking): (cue: Cue) => Said {
  const known = new Map<Cue, Said>()
  return (cue) => {
    const said = known.get(cue) ?? saidUnder(cue, played, asking)
    known.set(cue, said)
    return said
  }
}

function saidUnder(cue: Cue, played: readonly Played[], { network, pipeline, logged }: Asking): Said {
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

/** An input row under another cue. @param at where the cue stands */
export function recued(input: Float32Array, at: number, cue: Cue): Float32Array {
  const out = input.slice()
  writeCue(out, at, cue)
  return out
}

/** What the network computed when it decided. */
export function tracedOf(trace: Trace | undefined): Trace {
  if (trace) return trace
  throw new Fault('METTLE_DEFECT', 'Expected a trace with every decision of the learner, got none')
}
