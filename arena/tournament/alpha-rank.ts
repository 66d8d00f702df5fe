import { stationary } from './linear-system.ts'

/**
 * Chance, relative to a winner's, that a mutation which does worse takes over all the same: the limit of strong
 * selection.
 */
const LUCK = 1e-6

/**
 * α-rank (Omidshafiei et al. 2019, Scientific Reports 9:9937), one population, α → ∞: the share of time that a
 * population of one strategy each time spends at each, when a rare mutant takes over if it does better against the
 * residents than they do against it. `payoffs[i][j]`: what i is paid against j; what i is paid against itself is not
 * read. Unlike a rating it can say that three strategies beat each other in a circle.
 */
export function alphaRank(payoffs: readonly ArrayLike<number>[]): number[] {
  if (payoffs.length < 2) return payoffs.map(() => 1)
  return stationary(payoffs.map((_, resident) => payoffs.map((__, mutant) => takeover(payoffs, resident, mutant))))
}

function takeover(payoffs: readonly ArrayLike<number>[], resident: number, mutant: number): number {
  const ahead = payoffs[mutant][resident] - payoffs[resident][mutant]
  if (Math.abs(ahead) < EVEN) return 0.5
  return ahead > 0 ? 1 - LUCK : LUCK
}

/** Payoffs closer than this are equal: sums of binary fractions differ by less. */
const EVEN = 1e-9
