import { covarianceOf, solve } from '../../agents/traits.ts'
import type { Regime } from '../../interventions/define.ts'
import { binomialInterval } from '../statistics/binomial.ts'
import { type Estimate, estimate, missing } from '../statistics/estimate.ts'
import { number, show } from '../statistics/show.ts'
import type { TrialResult } from '../store/results.ts'
import { complete, type Results } from './results.ts'

/** 99 % points of χ² by degrees of freedom, from 1: the number of traits, `MOST_TRAITS` at most. */
const CHI_SQUARE_99 = [
  ...[6.63, 9.21, 11.34, 13.28, 15.09, 16.81, 18.48, 20.09],
  ...[21.67, 23.21, 24.72, 26.22, 27.69, 29.14, 30.58, 32.0],
]

/** By how much residual KL rose; null without trials. */
export const excessOf = (done: readonly TrialResult[] | null): Estimate | null =>
  done && estimate(done.map((t) => t.reading.revealed.neutral.residual - t.untreated.revealed.neutral.residual))

/** VALIDITY §3.4: no trait coordinates for behaviour that is nobody's. The reason, or null. */
export function withheld(done: readonly TrialResult[] | null, limit: number): string | null {
  const excess = excessOf(done)
  if (!done || !excess || excess.estimate === null) return null
  if (excess.estimate > limit)
    return `off the persona manifold: residual KL rose by ${excess.estimate.toFixed(3)}, limit ${limit.toFixed(3)}`
  const outside = outsideEllipsoid(done)
  return outside.interval[0] > BEYOND
    ? `off the persona manifold: fitted traits of ${shareText(outside)} lie outside the population's 99 % ellipsoid`
    : null
}

/** Share of a population that lies outside its 99 % ellipsoid by construction (VALIDITY §3.4). */
const BEYOND = 0.01

/** Foundations whose fitted traits lie outside, with the exact 95 % interval of their share. */
export interface Outside {
  readonly share: number
  readonly interval: readonly [number, number]
  readonly n: number
}

function outsideEllipsoid(done: readonly TrialResult[]): Outside {
  const count = done.filter((trial) => !inside(trial)).length
  return { share: count / done.length, interval: binomialInterval(count, done.length), n: done.length }
}

const shareText = ({ share, interval: [low, high], n }: Outside): string =>
  `${Math.round(share * n)} of ${n} foundations (${percent(low)} to ${percent(high)} %, expected 1 %)`
const percent = (x: number): string => (100 * x).toFixed(0)

/**
 * Why a figure is withheld that is made of several arms: the behaviour of its own arm, or of another that is named, is
 * nobody's. Null where all are on the manifold.
 */
export function offManifold(
  results: Results,
  arm: string,
  others: readonly (string | null)[],
  regime: Regime,
  limit: number,
): string | null {
  const own = withheld(complete(results, arm, regime), limit)
  if (own) return own
  for (const other of others) {
    const reason = other === null ? null : withheld(complete(results, other, regime), limit)
    if (reason) return `${other} is ${reason}`
  }
  return null
}

/** Whether the fitted traits lie in the population's 99 % ellipsoid. */
function inside({ reading: { revealed }, population }: TrialResult): boolean {
  const away = revealed.neutral.traits.map((value, t) => value - population.mean[t])
  return (
    solve(covarianceOf(population), away).reduce((sum, x, t) => sum + x * away[t], 0) <= CHI_SQUARE_99[away.length - 1]
  )
}

/** Whether what is left is still some persona's: a finding of its own (VALIDITY §3.4), decided by intervals. */
export interface ManifoldSummary {
  /** Mean KL to the nearest writer after RL minus before, nats per decision, and its limit. */
  readonly excess: Estimate
  readonly limit: number
  /** Foundations whose fitted traits lie outside the population's 99 % ellipsoid; null without trials. */
  readonly outside: Outside | null
  readonly finding: 'persona' | 'not shown' | 'non-persona agency'
  readonly reason: string
}

/** @param gap why there is no trial, where there is none */
export function manifoldOf(done: readonly TrialResult[] | null, limit: number, gap: string): ManifoldSummary {
  const excess = excessOf(done)
  if (!done || !excess) return { excess: missing(gap), limit, outside: null, finding: 'not shown', reason: gap }
  const outside = outsideEllipsoid(done)
  return { excess, limit, outside, ...finding(excess, limit, outside) }
}

/** A side of the limit is named only where the whole interval lies on it. */
export function finding(
  excess: Estimate,
  limit: number,
  outside: Outside,
): Pick<ManifoldSummary, 'finding' | 'reason'> {
  const rose = `residual KL rose by ${show(excess, 3)}, limit ${number(limit, 3).replace('+', '')}`
  if (excess.estimate === null || !excess.interval)
    return { finding: 'not shown', reason: `${rose}: no interval over foundations` }
  const [low, high] = excess.interval
  if (low > limit) return { finding: 'non-persona agency', reason: `${rose}: the whole interval is above it` }
  if (high >= limit) return { finding: 'not shown', reason: `${rose}: the interval includes it` }
  const where = `fitted traits of ${shareText(outside)} lie outside the population's 99 % ellipsoid`
  return outside.interval[0] > BEYOND
    ? { finding: 'not shown', reason: `${rose}, but ${where}` }
    : { finding: 'persona', reason: `${rose}, and ${where}` }
}
