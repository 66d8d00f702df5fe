import { ArgumentFault } from '../../envs/fault.ts'
import { stationary } from './linear-system.ts'

/** How strongly better strategies are selected, and in how large a population. */
export interface Selection {
  /** Selection per unit of payoff, above 0; `limit`: α → ∞, where the size of the population counts no more. */
  readonly alpha: number | 'limit'
  /** Members of the population, m, at least 2. */
  readonly population: number
  /**
   * What a member is paid by at finite α: `all` others of the population, its own kind too (Han et al. 2013), or the
   * other kind alone (`pair`, the local selection of OpenSpiel), which needs no payoff of a strategy against itself.
   */
  readonly paidBy: 'all' | 'pair'
}

export const LIMIT: Selection = { alpha: 'limit', population: 50, paidBy: 'pair' }

/** Chance, relative to a winner's, that a mutation which does worse takes over all the same, in the limit. */
const LUCK = 1e-6
/** A chance is never less: a chain in which something cannot happen at all may have no one distribution. */
const LEAST = 1e-100

/**
 * α-rank (Omidshafiei et al. 2019, Scientific Reports 9:9937), one population: the share of time that a population of
 * one strategy each time spends at each, when a rare mutant takes over the more likely the better it does against the
 * residents than they do against it. `payoffs[i][j]`: what i is paid against j; what i is paid against itself is read
 * where members are paid by `all`. Unlike a rating it can say that three strategies beat each other in a circle. Equal payoffs let a mutant take
 * over with chance ½ in the limit, and with 1/m at finite α (drift), as in OpenSpiel.
 * @throws ArgumentFault on an α not above 0, a population that is no whole number from 2 on
 */
export function alphaRank(payoffs: readonly ArrayLike<number>[], selection: Selection = LIMIT): number[] {
  requireSelection(selection)
  if (payoffs.length < 2) return payoffs.map(() => 1)
  const chance = (resident: number, mutant: number) => takeover(payoffs, resident, mutant, selection)
  return stationary(payoffs.map((_, r) => payoffs.map((__, m) => Math.max(LEAST, chance(r, m)))))
}

/** The chance that a mutant paid exactly as the residents takes over. */
export const tieChance = ({ alpha, population }: Selection): number => (alpha === 'limit' ? 1 / 2 : 1 / population)

function takeover(
  payoffs: readonly ArrayLike<number>[],
  resident: number,
  mutant: number,
  selection: Selection,
): number {
  const { alpha, population, paidBy } = selection
  const ahead = payoffs[mutant][resident] - payoffs[resident][mutant]
  if (alpha !== 'limit' && paidBy === 'all') return fixation(payoffs, resident, mutant, alpha, population)
  if (Math.abs(ahead) < EVEN) return tieChance(selection)
  if (alpha === 'limit') return ahead > 0 ? 1 - LUCK : LUCK
  return fixationOfPairs(ahead, alpha, population)
}

/** (1 − e^(−αd)) / (1 − e^(−mαd)), in a form whose powers do not overflow. */
function fixationOfPairs(ahead: number, alpha: number, population: number): number {
  const force = alpha * Math.abs(ahead)
  const share = Math.expm1(-force) / Math.expm1(-population * force)
  return ahead > 0 ? share : share * Math.exp(-(population - 1) * force)
}

/** 1 / (1 + Σ over l of Π over k ≤ l of e^(−α(what k mutants are paid − what the residents are))), l = 1 … m − 1. */
function fixation(
  payoffs: readonly ArrayLike<number>[],
  resident: number,
  mutant: number,
  alpha: number,
  population: number,
): number {
  const [own, other] = [payoffs[mutant], payoffs[resident]]
  let [power, sum] = [0, 1]
  for (let k = 1; k < population; k++) {
    const mutants = (k - 1) * own[mutant] + (population - k) * own[resident]
    const residents = k * other[mutant] + (population - k - 1) * other[resident]
    power -= (alpha * (mutants - residents)) / (population - 1)
    sum += Math.exp(power)
  }
  return 1 / sum
}

/** Payoffs closer than this are equal: sums of binary fractions differ by less. */
const EVEN = 1e-9

function requireSelection({ alpha, population }: Selection): void {
  if (alpha !== 'limit' && !(alpha > 0 && alpha < Number.POSITIVE_INFINITY))
    throw new ArgumentFault(`α-rank: expected an α above 0 or limit, got ${alpha}`)
  if (!(Number.isInteger(population) && population >= 2))
    throw new ArgumentFault(`α-rank: expected a population of at least 2, got ${population}`)
}
