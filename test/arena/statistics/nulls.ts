import type { Rng } from '../../../envs/random.ts'

/**
 * The nulls of the simulations, mean 0 and SD 1 each: normal, skewed (6.2), heavy-tailed (t with 3 df: no fourth
 * moment).
 */
const NULLS = {
  normal: (rng: Rng) => rng.normal(),
  lognormal: (rng: Rng) => (Math.exp(rng.normal()) - Math.exp(0.5)) / Math.sqrt((Math.E - 1) * Math.E),
  t3(rng: Rng) {
    let squares = 0
    for (let i = 0; i < 3; i++) {
      const x = rng.normal()
      squares += x * x
    }
    return rng.normal() / Math.sqrt(squares)
  },
}
export type Shape = keyof typeof NULLS
export const SHAPES = Object.keys(NULLS) as Shape[]

export const sample = (shape: Shape, n: number, rng: Rng): number[] =>
  Array.from({ length: n }, () => NULLS[shape](rng))

/**
 * The IQM of each population. Lognormal: E[exp Z | |Z| < q] = exp(½)·(Φ(q − 1) − Φ(−q − 1))/½ with q = .67449, shifted
 * and scaled as above.
 */
export const populationIqm = (shape: Shape): number =>
  shape === 'lognormal' ? -0.5757985274 / Math.sqrt((Math.E - 1) * Math.E) : 0
