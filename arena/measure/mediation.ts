import { posteriorOf } from '../../agents/actor.ts'
import { tf } from '../../agents/backend.ts'
import { type Evidence, personasIn, someOf } from '../../agents/evidence.ts'
import type { LatentTransform, Network } from '../../agents/network.ts'
import { latentsOf, policiesOf } from '../../agents/policies.ts'
import type { Matrix } from '../../agents/traits.ts'
import { averaged, type Battery, inputsUnder, reveal } from './battery.ts'
import type { Policy } from './inverse-fit.ts'
import { itemZ } from './probe.ts'
import { type Alignment, procrustes, transposed } from './procrustes.ts'

/**
 * How a change of revealed traits came about, by patching z between the network before RL and after it (VALIDITY §7.4;
 * causal mediation after Pearl 2001, Vig et al. 2020). Each [DIM], in SD of independent-trait writers, neutral context;
 * the three add up to the change.
 */
export interface Mediation {
  /** Later z behind the heads of before. */
  readonly z: readonly number[]
  /** Earlier z behind the heads of after; bypass and head are the receiver's. */
  readonly head: readonly number[]
  readonly interaction: readonly number[]
  /** Share of the variance of z over writers that the alignment leaves unexplained, 0 … about 2. */
  readonly misaligned: number
}

/**
 * One of the two networks, with the persona's draws of m, [draws][persona], and what interventions that stay at test do
 * to its z.
 */
export interface Side {
  readonly network: Network
  readonly minds: readonly Float32Array[]
  readonly motivation?: LatentTransform
}

/** Writers behind the alignment: z has some 8 dimensions, and each writer is seen on every sixth item. */
const WRITERS = 64

/**
 * The rotation from the z space of one network into that of another, fitted on writers that both infer from the same
 * evidence on the same items. It turns z about its origin: a shift that all writers share is no turn of the space, and
 * stays with z.
 */
export function align(from: Network, to: Network, battery: Battery, evidence: Evidence): Alignment {
  const some = someOf(evidence, 0, Math.min(WRITERS, personasIn(evidence)))
  const rows = (network: Network) => {
    const minds = posteriorOf(network, some).map(({ mean }) => mean)
    return itemZ(network, battery, minds).flatMap((flat) => rowsOf(flat, network.spec.persona))
  }
  return procrustes(rows(from), rows(to))
}

/**
 * @param before, after the same draws of m, in the same order @param own traits revealed by each side as it is
 * @param evidence of replayed writers
 */
export function mediate(
  battery: Battery,
  before: Side,
  after: Side,
  own: { readonly before: readonly number[]; readonly after: readonly number[] },
  evidence: Evidence,
): Mediation {
  const { rotation, misaligned } = align(after.network, before.network, battery, evidence)
  const traits = (to: Side, from: Side, turn: Matrix) => reveal(battery, patched(battery, to, from, turn)).traits
  const less = (cell: readonly number[]) => cell.map((x, t) => x - own.before[t])
  const z = less(traits(before, after, rotation))
  const head = less(traits(after, before, transposed(rotation)))
  return { z, head, interaction: less(own.after).map((change, t) => change - z[t] - head[t]), misaligned }
}

/** The policies of one network with the z of another, turned into its space, draw by draw. */
export function patched(battery: Battery, to: Side, from: Side, rotation: Matrix): Policy[] {
  const { input, options } = { input: inputsUnder(battery, 'neutral'), options: battery.options }
  const theirs = latentsOf(from.network, input, from.minds)
  const turn = tf.tensor2d(rotation.map((row) => [...row]))
  const each = to.minds.map((m, k) => {
    const turned = () => tf.matMul(latentOf(from, theirs[k]), turn) as tf.Tensor2D
    return policiesOf(to.network, { input, options }, [m], turned)[0]
  })
  turn.dispose()
  return averaged(battery, each)
}

/** z of one draw on every item, as the heads get it, [items, persona]. */
function latentOf({ network, motivation = (z) => z }: Side, z: Float32Array): tf.Tensor2D {
  const { persona } = network.spec
  return motivation(tf.tensor2d(z, [z.length / persona, persona]))
}

const rowsOf = (flat: Float32Array, width: number): Float32Array[] =>
  Array.from({ length: flat.length / width }, (_, r) => flat.subarray(r * width, (r + 1) * width))
