import type { Rng } from '../envs/random.ts'
import { DIM, index, type Trait, type TraitVector } from './traits.ts'

/**
 * `traits` evidence: a mask and a noisy value a trait. It is the positive control (VALIDITY §1.2): a probe on z that
 * reads its own input proves nothing.
 */
export const EVIDENCE = 2 * DIM
const NOISE = 0.4

/** Shows each trait with `probability`, with Gaussian noise of SD .4. */
export function reveal(
  traits: TraitVector,
  probability: number,
  rng: Rng,
  out = new Float32Array(EVIDENCE),
): Float32Array {
  out.fill(0)
  for (let t = 0; t < DIM; t++) {
    const shown = rng.uniform() < probability
    const value = traits[t] + NOISE * rng.normal()
    if (shown) show(out, t, value)
  }
  return out
}

/** Shows exactly these traits, without noise. */
export function showing(values: Readonly<Partial<Record<Trait, number>>>): Float32Array {
  const out = new Float32Array(EVIDENCE)
  for (const [trait, value] of Object.entries(values)) show(out, index(trait as Trait), value as number)
  return out
}

function show(out: Float32Array, t: number, value: number): void {
  out[t] = 1
  out[DIM + t] = value
}
