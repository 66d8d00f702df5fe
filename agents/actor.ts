import type { Env } from '../envs/define.ts'
import type { Rng } from '../envs/random.ts'
import { numbers, tf } from './backend.ts'
import { maskOf } from './compiled/options.ts'
import { type Decided, decideOnHeap, inferOnHeap, type Question } from './compiled/reading.ts'
import type { Cue } from './cues.ts'
import type { Agent, Ask, Decision, Trace } from './define.ts'
import { type Evidence, personasIn, someOf } from './evidence.ts'
import { encode } from './layout.ts'
import { TOKENS } from './narration.ts'
import type { LatentTransform, Network } from './network.ts'
import { oneHot } from './tensor-ops.ts'
import { blocksOf, TraceOfRow } from './trace.ts'

/** One episode's motivation and framing, drawn at its start and kept to its end. */
export interface Mind {
  /** The motivation m ~ q(m | evidence), [persona]. */
  readonly m: Float32Array
  /** Index of the evidence set that m was drawn from; an update through q needs it. */
  readonly set: number
  /** Standard normal draw behind m, [persona]; an update through q needs it. */
  readonly noise: Float32Array
  /** What frames the episode for this agent. */
  readonly cue: Cue
}

/** q(m | evidence) for each of some evidence sets: mean and SD of m, each [persona]. */
export type Posterior = readonly { readonly mean: Float32Array; readonly sd: Float32Array }[]

/** Rows of evidence that go through the network in one pass, at most. */
const ROWS = 4096

/** What the network infers from each evidence set. */
export function posteriorOf(network: Network, evidence: Evidence): Posterior {
  const step = Math.max(1, Math.floor(ROWS / evidence.each))
  const out: { mean: Float32Array; sd: Float32Array }[] = []
  const { persona } = network.spec
  for (let from = 0; from < personasIn(evidence); from += step) {
    const some = someOf(evidence, from, Math.min(from + step, personasIn(evidence)))
    const { mean, logSd } = inferred(network, some)
    const sd = logSd.map(Math.exp)
    for (let at = 0; at < mean.length; at += persona)
      out.push({ mean: mean.slice(at, at + persona), sd: sd.slice(at, at + persona) })
  }
  return out
}

function inferred(network: Network, evidence: Evidence): { mean: Float32Array; logSd: Float32Array } {
  if (network.compiled) return inferOnHeap(network.compiled, evidence)
  const { persona } = network.spec
  const all = numbers(() => {
    const { mean, logSd } = network.posterior(evidence)
    return tf.concat([mean, logSd], 0)
  })
  const half = personasIn(evidence) * persona
  return { mean: all.subarray(0, half), logSd: all.subarray(half) }
}

/** Draws an evidence set evenly, then m = mean + SD · noise. */
export function drawMind(posterior: Posterior, cue: Cue, rng: Rng): Mind {
  const set = posterior.length === 1 ? 0 : rng.integer(posterior.length)
  const { mean, sd } = posterior[set]
  const noise = Float32Array.from(mean, () => rng.normal())
  return { m: mean.map((mu, i) => mu + sd[i] * noise[i]), set, noise, cue }
}

/**
 * Mean, [persona], and covariance S_q, [persona][persona], of m over sets and draws: the mean variance within sets plus
 * the covariance between them.
 */
export function momentsOf(posterior: Posterior): { mean: number[]; covariance: number[][] } {
  const n = posterior.length
  const mean = Array.from(posterior[0].mean, (_, i) => posterior.reduce((sum, q) => sum + q.mean[i], 0) / n)
  const covariance = mean.map((mu, i) =>
    mean.map((nu, j) => {
      const between = posterior.reduce((sum, q) => sum + (q.mean[i] - mu) * (q.mean[j] - nu), 0) / n
      const within = i === j ? posterior.reduce((sum, q) => sum + q.sd[i] * q.sd[i], 0) / n : 0
      return between + within
    }),
  )
  return { mean, covariance }
}

export interface ActorOptions {
  /** Name in logs. */
  readonly id: string
  readonly network: Network
  /** Draws motivation and cue; called once per episode. */
  mind(rng: Rng): Mind
  /** Interventions on z; left out where there are none. */
  readonly motivation?: LatentTransform
  /** Which of the legal actions it may take, [actions]; left out, all of them. */
  readonly options?: (ask: Ask<Mind>) => Uint8Array
}

/** The network as an agent: one forward pass for all asks, then an action sampled from each policy. */
export function actor({ id, network, mind, motivation, options }: ActorOptions): Agent<Mind> {
  const { layout, persona } = network.spec
  const block = blocksOf(layout)
  let scratch = new Float32Array(64)

  /** Columns of what is asked. */
  function ask(asks: readonly Ask<Mind>[]) {
    const input = new Float32Array(asks.length * layout.input)
    const m = new Float32Array(asks.length * persona)
    const ends = new Int32Array(asks.length + 1)
    const actions = new Int32Array(asks.length * layout.actions)
    let count = 0
    for (let row = 0; row < asks.length; row++) {
      const { env, seen, memory } = asks[row]
      const mask = options ? options(asks[row]) : asks[row].mask
      const own = block(env.id)
      if (scratch.length < env.observationSize) scratch = new Float32Array(env.observationSize)
      scratch.fill(0)
      env.observe(seen, scratch)
      encode(layout, own, scratch, memory.cue, input, row * layout.input)
      m.set(memory.m, row * persona)
      for (let a = 0; a < mask.length; a++) if (mask[a]) actions[count++] = own.firstRow + a
      ends[row + 1] = count
    }
    return { input, m, options: { ends, actions: actions.subarray(0, count) } }
  }

  return {
    id,
    start: (_env: Env, _seat, rng) => mind(rng),
    decide(asks) {
      const { m, ...question } = ask(asks)
      const narrations = network.spec.narration ? narrateEach(network, asks, question.input, m, motivation) : undefined
      const said = narrations && Int32Array.from(narrations, ({ token }) => token)
      const batch = { layout, ...question, ...decided(network, question, m, motivation, said), narrations }
      const { ends, actions } = question.options
      return asks.map(({ env, rng, memory }, row): Decision<Mind> => {
        const own = block(env.id)
        const option = ends[row] + rng.weighted(batch.policy.subarray(ends[row], ends[row + 1]))
        return { action: actions[option] - own.firstRow, memory, trace: new TraceOfRow(batch, row, own, option) }
      })
    },
  }
}

/** One pass for all rows. @param m [rows × persona] @param said the token before each act */
function decided(
  network: Network,
  { input, options }: Question,
  m: Float32Array,
  motivation?: LatentTransform,
  said?: Int32Array,
): Decided {
  if (network.compiled) return decideOnHeap(network.compiled, { input, options }, m, motivation, said)
  const { layout, persona } = network.spec
  const rows = m.length / persona
  const { mask, places } = maskOf(options, layout.actions)
  const read: Record<string, Float32Array> = {}
  tf.tidy(() => {
    const out = network.forward(
      tf.tensor2d(input, [rows, layout.input]),
      tf.tensor2d(m, [rows, persona]),
      tf.tensor2d(mask, [rows, layout.actions]),
      motivation,
      said && oneHot([...said]),
    )
    const parts = { all: tf.softmax(out.logits), z: out.z, value: out.value, ...(motivation && { moved: out.moved }) }
    for (const [name, tensor] of Object.entries(parts)) read[name] = tensor.dataSync() as Float32Array
  })
  const { all, z, value, moved } = read
  return { policy: Float64Array.from(places, (place) => all[place]), z, value, ...(moved && { moved }) }
}

/** Draws what each agent says of itself before it acts, from its seat's own stream. */
function narrateEach(
  { narrate, z, spec: { layout, persona } }: Network,
  asks: readonly Ask<Mind>[],
  input: Float32Array,
  m: Float32Array,
  motivation: LatentTransform = (latent) => latent,
): NonNullable<Trace['narration']>[] {
  const rows = asks.length
  const all = numbers(() => {
    const latent = z(tf.tensor2d(input, [rows, layout.input]), tf.tensor2d(m, [rows, persona]))
    return tf.exp(narrate(motivation(latent)))
  })
  return asks.map(({ rng }, row) => {
    const probabilities = all.subarray(row * TOKENS.length, (row + 1) * TOKENS.length)
    return { token: rng.weighted(probabilities), probabilities }
  })
}
