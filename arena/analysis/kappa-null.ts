import { eigen, type Matrix } from '../../agents/traits.ts'
import { createRng, type Rng, shuffled } from '../../envs/random.ts'
import type { KappaNulls } from './summary.ts'

const LABELS = 4999
const ROTATIONS = 999

/** Drag and its correlated part, a passive trait, of one foundation. */
export interface Pair {
  readonly drag: readonly number[]
  readonly predicted: readonly number[]
}

/** Least squares through 0 over traits and foundations. */
export function slopeOf(pairs: readonly Pair[]): number {
  let [products, squares] = [0, 0]
  for (const { drag, predicted } of pairs)
    drag.forEach((value, t) => {
      products += value * predicted[t]
      squares += predicted[t] * predicted[t]
    })
  return products / squares
}

/**
 * What slope comes of nothing (VALIDITY §3.2, §4.2). Labels: each foundation's predictions are dealt out anew to its
 * traits, so what is left is what all traits share. Rank-matched: every S is turned by a random rotation, which keeps
 * its eigenvalues, hence its rank, and forgets which traits go together. p: share of slopes at least as far from 0 as
 * κ, κ itself among them.
 * @param again the pairs under other covariances, one per foundation
 */
export function nullsOf(
  pairs: readonly Pair[],
  covariances: readonly Matrix[],
  again: (covariances: readonly Matrix[]) => readonly Pair[],
): KappaNulls {
  const kappa = slopeOf(pairs)
  const [dealt, turned] = [createRng('κ: labels'), createRng('κ: rank-matched')]
  const spectra = covariances.map((S) => eigen(S).map(({ value }) => value))
  const labels = Array.from({ length: LABELS }, () =>
    slopeOf(pairs.map(({ drag, predicted }) => ({ drag, predicted: shuffled(predicted, dealt) }))),
  )
  const rotations = Array.from({ length: ROTATIONS }, () =>
    slopeOf(again(spectra.map((spectrum) => withSpectrum(spectrum, turned)))),
  ).sort((a, b) => a - b)
  const at = (share: number) => rotations[Math.round(share * (ROTATIONS - 1))]
  return {
    labels: { p: beyond(labels, kappa) },
    rankMatched: { p: beyond(rotations, kappa), range: [at(0.025), at(0.975)] },
  }
}

const beyond = (slopes: readonly number[], kappa: number): number =>
  (1 + slopes.filter((slope) => Math.abs(slope) >= Math.abs(kappa) - 1e-12).length) / (slopes.length + 1)

/** Q·diag(spectrum)·Qᵀ with Q uniform over rotations: Gram–Schmidt of normal vectors (Stewart 1980). */
export function withSpectrum(spectrum: readonly number[], rng: Rng): number[][] {
  const basis: number[][] = []
  for (const _ of spectrum) {
    const vector = spectrum.map(() => rng.normal())
    for (const other of basis) {
      const along = dot(vector, other)
      other.forEach((x, i) => {
        vector[i] -= along * x
      })
    }
    const length = Math.sqrt(dot(vector, vector))
    basis.push(vector.map((x) => x / length))
  }
  return basis[0].map((_, i) =>
    basis[0].map((__, j) => spectrum.reduce((sum, value, k) => sum + value * basis[k][i] * basis[k][j], 0)),
  )
}

const dot = (a: readonly number[], b: readonly number[]) => a.reduce((sum, x, i) => sum + x * b[i], 0)
