import { posteriorOf } from '../../agents/actor.ts'
import type { Evidence, EvidenceSource } from '../../agents/evidence.ts'
import type { Network } from '../../agents/network.ts'
import { latentsOf, selfReports } from '../../agents/policies.ts'
import { acquiescence, reliability, scored } from '../../agents/questionnaire.ts'
import { DIM, independent, samplePersona, TRAITS, type Trait } from '../../agents/traits.ts'
import type { Rng } from '../../envs/random.ts'
import type { TraitVectors } from '../../interventions/define.ts'
import { columnMeans, crossFitted, explained, type Linear, ridge, sdOf } from '../statistics/linear.ts'
import { type Battery, inputsOf } from './battery.ts'

/** Every how many items of the battery a z is read. */
const STRIDE = 6

/** The items at which z is read. */
export const itemsRead = ({ dilemmas }: Battery): number[] => dilemmas.map((_, d) => d).filter((d) => d % STRIDE === 0)
const PENALTY = 1e-3

/** Independent-trait writers and the evidence that shows them: fixed once, read by every probe. */
export interface CalibrationWriters {
  readonly traits: readonly (readonly number[])[]
  readonly evidence: Evidence
}

/** @param width number of their traits */
export function drawCalibrationWriters(
  evidenceSource: EvidenceSource,
  count: number,
  rng: Rng,
  width: number = DIM,
): CalibrationWriters {
  const everybody = independent(width)
  const traits = Array.from({ length: count }, () => samplePersona(everybody, rng))
  return { traits, evidence: evidenceSource.show(traits, evidenceSource.long, rng) }
}

export interface Probe {
  readonly read: Linear
  /**
   * Share of the trait variance of held-out calibrationWriters that such a probe explains (cross-fitted), [DIM]; near 1
   * under `traits` evidence by construction.
   */
  readonly r2: readonly number[]
  /**
   * Cronbach's α of each scale of the questionnaire over the calibrationWriters, as this network answers for them,
   * [DIM].
   */
  readonly alpha: readonly number[]
}

/** Ridge from mean z to traits, and how the calibrationWriters' self-reports hold together. */
export function fitProbe(
  network: Network,
  battery: Battery,
  { traits, evidence }: CalibrationWriters,
): Probe & { z: Float32Array[] } {
  const means = posteriorOf(network, evidence).map(({ mean }) => mean)
  const z = personaZ(network, battery, means)
  const read = ridge(z, traits, PENALTY)
  return {
    read,
    r2: explained(traits, crossFitted(z, traits, PENALTY)),
    alpha: reliability(selfReports(network, means)),
    z,
  }
}

/** Mean z over every sixth item, one vector per mind. @param minds m of each, [persona] */
export const personaZ = (network: Network, battery: Battery, minds: readonly Float32Array[]): Float32Array[] =>
  itemZ(network, battery, minds).map((rows) => meanRow(rows, network.spec.persona))

/** z on every sixth item, one array per mind: [items, persona], row-major. */
export const itemZ = (network: Network, battery: Battery, minds: readonly Float32Array[]): Float32Array[] =>
  latentsOf(network, inputsOf(battery, itemsRead(battery)), minds)

function meanRow(rows: Float32Array, width: number): Float32Array {
  const sums = new Float64Array(width)
  for (let i = 0; i < rows.length; i++) sums[i % width] += rows[i]
  return Float32Array.from(sums, (sum) => (sum * width) / rows.length)
}

/**
 * Self-report of one persona: scale scores, [DIM], in SD, and its style of response, points; both averaged over minds.
 */
export function stated(network: Network, minds: readonly Float32Array[]): { traits: number[]; acquiescence: number } {
  const answered = columnMeans(selfReports(network, minds))
  return { traits: scored(answered), acquiescence: acquiescence(answered) }
}

/**
 * Directions of traits in z: difference of means between the upper and lower third of calibrationWriters, unit length.
 * The axis leads from the mean of all of them to the assistant (Lu et al. 2026).
 */
export function traitVectors(
  { traits }: CalibrationWriters,
  z: readonly Float32Array[],
  assistant: Float32Array,
  names: readonly Trait[] = TRAITS,
): Required<Omit<TraitVectors, 'traits'>> {
  const of = (t: number) => {
    const order = [...traits.keys()].sort((a, b) => traits[a][t] - traits[b][t])
    const third = Math.floor(order.length / 3)
    const low = columnMeans(order.slice(0, third).map((i) => z[i]))
    const high = columnMeans(order.slice(-third).map((i) => z[i]))
    return towards(low, high)
  }
  const directions = Object.fromEntries(names.map((trait, t) => [trait, of(t)])) as Record<Trait, Float32Array>
  const byTrait = (value: (trait: Trait) => number) =>
    Object.fromEntries(names.map((trait) => [trait, value(trait)])) as Record<Trait, number>
  const along = (trait: Trait, x: Float32Array) => directions[trait].reduce((sum, v, i) => sum + v * x[i], 0)
  return {
    directions,
    sd: byTrait((trait) => sdOf(z.map((each) => along(trait, each)))),
    assistant: byTrait((trait) => along(trait, assistant)),
    axis: towards(columnMeans([...z]), assistant),
  }
}

/** The unit vector from one point to another. */
function towards(from: ArrayLike<number>, to: ArrayLike<number>): Float32Array {
  const difference = Array.from(to, (value, i) => value - from[i])
  const length = Math.sqrt(difference.reduce((sum, x) => sum + x * x, 0))
  return Float32Array.from(difference, (x) => x / length)
}

export const meanMind = (minds: readonly Float32Array[]): Float32Array => Float32Array.from(columnMeans(minds))
