import { numbers, tf } from '../../agents/backend.ts'
import type { LatentTransform, Network } from '../../agents/network.ts'
import { createNetwork } from '../../agents/network.ts'
import { meanOf } from '../statistics/linear.ts'
import { trainingLike } from './awareness.ts'
import { type Battery, networkPolicies, reveal } from './battery.ts'

/** What a learned gate between z and the bypass does (E4b of the research programme). */
export interface Routed {
  /** Mean of g, the weight of z, 0 … 1, on eval items as they are, and with the mark of the train env. */
  readonly gate: { readonly neutral: number; readonly training: number }
  /** Mutual information of g and the context, bits, 0 … 1 but for noise. */
  readonly information: number
  /** Traits revealed in the neutral context with g forced to 1, where only z reaches the heads, [DIM]. */
  readonly persona: readonly number[]
}

/** Bins of g of about as many items each. */
const BINS = 8
/** σ(30) is 1 within 10⁻¹³. */
const OPEN = 30

/** @param env the train env @param minds the persona's draws of m, [draws][persona] */
export function routedOf(
  network: Network,
  battery: Battery,
  env: string,
  minds: readonly Float32Array[],
  motivation?: LatentTransform,
): Routed {
  const neutral = gatesOn(network, battery)
  const training = gatesOn(network, trainingLike(battery, env))
  return {
    gate: { neutral: meanOf(neutral), training: meanOf(training) },
    information: informationOf(neutral, training),
    persona: withForcedGate(network, (forced) =>
      reveal(battery, networkPolicies(forced, battery, minds, 'neutral', motivation)),
    ).traits,
  }
}

/** g on every item; it hangs on the situation alone, not on m. */
function gatesOn(network: Network, { inputs, dilemmas, layout }: Battery): number[] {
  const rows = dilemmas.length
  return Array.from(
    numbers(() => network.gate(tf.tensor2d(inputs, [rows, layout.input]), tf.zeros([rows, network.spec.persona]))),
  )
}

/**
 * Mutual information of a number and which of two samples of equal size it is from, bits, in bins of equal count, less
 * the bias of the plug-in estimate (Miller 1955): about 0 where the samples do not differ, 1 where they do not overlap.
 */
export function informationOf(a: readonly number[], b: readonly number[]): number {
  const all = [...a.map((g) => ({ g, own: 0 })), ...b.map((g) => ({ g, own: 1 }))].sort((x, y) => x.g - y.g)
  const counts = new Map<number, [number, number]>()
  // Ties stay together: a bin is that of the first place at which its number stands.
  let first = 0
  all.forEach(({ g, own }, i) => {
    if (g !== all[first].g) first = i
    const bin = Math.floor((first * BINS) / all.length)
    const count = counts.get(bin) ?? [0, 0]
    count[own] += 1
    counts.set(bin, count)
  })
  let bits = 0
  for (const count of counts.values())
    for (const n of count) if (n > 0) bits += (n / all.length) * Math.log2((2 * n) / (count[0] + count[1]))
  return bits - (counts.size - 1) / (2 * all.length * Math.LN2)
}

/** What a copy of the network shows whose gate is open for z alone. */
function withForcedGate<T>(network: Network, look: (forced: Network) => T): T {
  const weights = network.weights()
  const shut = {
    'router/w': { ...weights['router/w'], values: weights['router/w'].values.map(() => 0) },
    'router/b': { ...weights['router/b'], values: weights['router/b'].values.map(() => OPEN) },
  }
  const forced = createNetwork(network.spec, { ...weights, ...shut })
  try {
    return look(forced)
  } finally {
    forced.dispose()
  }
}
