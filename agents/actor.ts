import type { Env } from '../envs/define.ts'
import type { Rng } from '../envs/random.ts'
import { tf } from './backend.ts'
import type { Cue } from './cues.ts'
import type { Agent, Ask, Decision } from './define.ts'
import { blockOf, encode, type Motivation, type Network } from './network.ts'

/** One episode's motivation and framing, drawn at its start and kept. */
export interface Mind {
  /** m ~ q(m | evidence), [persona]. */
  readonly m: Float32Array
  /** The standard normal draw behind m, [persona]: an update through q needs it. */
  readonly noise: Float32Array
  readonly cue: Cue
}

/** q(m | evidence) in numbers, one persona. */
export interface Posterior {
  readonly mean: Float32Array
  readonly sd: Float32Array
}

export function posteriorOf(network: Network, evidence: Float32Array): Posterior {
  return tf.tidy(() => {
    const { mean, logSd } = network.posterior(tf.tensor2d(evidence, [1, evidence.length]))
    return { mean: mean.dataSync().slice() as Float32Array, sd: tf.exp(logSd).dataSync().slice() as Float32Array }
  })
}

/** m = mean + sd · noise. */
export function drawMind({ mean, sd }: Posterior, cue: Cue, rng: Rng): Mind {
  const noise = Float32Array.from(mean, () => rng.normal())
  return { m: mean.map((mu, i) => mu + sd[i] * noise[i]), noise, cue }
}

export interface ActorOptions {
  readonly id: string
  readonly network: Network
  /** Called once an episode. */
  mind(rng: Rng): Mind
  readonly motivation?: Motivation
}

/** The network at the table: one forward pass for all asks, sampled from its policy. */
export function actor({ id, network, mind, motivation }: ActorOptions): Agent<Mind> {
  const { layout, persona } = network.spec
  let scratch = new Float32Array(64)

  const write = (asks: readonly Ask<Mind>[], input: Float32Array, mask: Float32Array, m: Float32Array) => {
    for (let row = 0; row < asks.length; row++) {
      const { env, seen, mask: legal, memory } = asks[row]
      const block = blockOf(layout, env.id)
      if (scratch.length < env.observationSize) scratch = new Float32Array(env.observationSize)
      scratch.fill(0)
      env.observe(seen, scratch)
      encode(layout, block, scratch, memory.cue, input.subarray(row * layout.input, (row + 1) * layout.input))
      for (let a = 0; a < legal.length; a++) mask[row * layout.actions + block.firstRow + a] = legal[a]
      m.set(memory.m, row * persona)
    }
  }

  return {
    id,
    start: (_env: Env, _seat, rng) => mind(rng),
    decide(asks) {
      const rows = asks.length
      const input = new Float32Array(rows * layout.input)
      const mask = new Float32Array(rows * layout.actions)
      const m = new Float32Array(rows * persona)
      write(asks, input, mask, m)
      const [policy, z, value] = tf.tidy(() => {
        const out = network.forward(
          tf.tensor2d(input, [rows, layout.input]),
          tf.tensor2d(m, [rows, persona]),
          tf.tensor2d(mask, [rows, layout.actions]),
          motivation,
        )
        return [tf.softmax(out.logits), out.z, out.value].map((t) => t.dataSync() as Float32Array)
      })
      return asks.map(({ env, rng, memory }, row): Decision<Mind> => {
        const { firstRow, rows: own } = blockOf(layout, env.id)
        const at = row * layout.actions + firstRow
        const probabilities = policy.subarray(at, at + own)
        const action = rng.weighted(probabilities)
        return {
          action,
          memory,
          trace: {
            input: input.subarray(row * layout.input, (row + 1) * layout.input),
            mask: mask.subarray(row * layout.actions, (row + 1) * layout.actions),
            z: z.subarray(row * persona, (row + 1) * persona),
            policy: probabilities,
            logProbability: Math.log(probabilities[action]),
            value: value[row],
          },
        }
      })
    },
  }
}
