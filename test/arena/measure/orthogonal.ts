import { eigen } from '../../../agents/traits.ts'
import type { Rng } from '../../../envs/random.ts'

/** A random orthogonal matrix: the eigenvectors of a random symmetric one, in random order and sign. */
export function orthogonal(width: number, rng: Rng): number[][] {
  const noise = Array.from({ length: width }, () => Array.from({ length: width }, () => rng.normal()))
  const symmetric = noise.map((row, i) => row.map((x, j) => x + noise[j][i]))
  const keyed = eigen(symmetric).map(({ vector }) => ({ vector, key: rng.normal(), sign: rng.normal() < 0 ? -1 : 1 }))
  return keyed.sort((a, b) => a.key - b.key).map(({ vector, sign }) => vector.map((x) => sign * x))
}
