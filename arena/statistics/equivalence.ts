import { ArgumentFault } from '../../envs/fault.ts'
import { requireNumbers, requirePairs, requireShare } from './input.ts'
import { meanOf, sdOf } from './linear.ts'
import { largestOf, ROUNDING } from './spread.ts'
import { aboveT } from './student.ts'

/** Decision at α of a test, with its p. */
export interface Decision {
  readonly holds: boolean
  readonly p: number
}

/** One-sided p that the mean is above `bound`, Student's t. Without spread: 0 where it is, 1 where it is not. */
export function pAbove(values: readonly number[], bound: number): number {
  requireNumbers('t test', values, 2)
  const distance = meanOf(values) - bound
  const error = sdOf(values) / Math.sqrt(values.length)
  const rounding = ROUNDING * Math.max(Math.abs(bound), largestOf(values))
  if (error <= rounding) return distance > rounding ? 0 : 1
  return aboveT(distance / error, values.length - 1)
}

/**
 * Two one-sided tests (Schuirmann 1987): is the mean inside (−margin, margin)? p is the larger of the two one-sided p;
 * `holds` at p ≤ α, which is the 1 − 2α interval lying inside the margin.
 * @throws ArgumentFault below 2 values, on a value that is not finite, a margin not above 0, an α outside (0, 1).
 */
export function equivalent(values: readonly number[], margin: number, alpha = 0.05): Decision {
  requireMargin('TOST', margin)
  requireShare('TOST, α', alpha)
  const p = Math.max(
    pAbove(values, -margin),
    pAbove(
      values.map((x) => -x),
      -margin,
    ),
  )
  return { holds: p <= alpha, p }
}

/**
 * Is the mean above −margin? One-sided at α = .025 unless said, so that it agrees with the 95 % interval (ICH E9, §5.5:
 * half of the two-sided level).
 * @throws ArgumentFault below 2 values, on a value that is not finite, a margin below 0, an α outside (0, 1).
 */
export function nonInferior(values: readonly number[], margin: number, alpha = 0.025): Decision {
  if (!(margin >= 0)) throw new ArgumentFault(`non-inferiority: expected a margin of at least 0, got ${margin}`)
  requireShare('non-inferiority, α', alpha)
  const p = pAbove(values, -margin)
  return { holds: p <= alpha, p }
}

/**
 * Does `treated` keep more than 1 − margin of what the control earns, pair by pair? The test of mean(treated − (1 −
 * margin)·control) > 0 (Hauschke et al. 1999, paired): it holds exactly where Fieller's lower bound is above 1 −
 * margin. A control not itself above 0 at α leaves nothing to keep: p = 1.
 * @throws ArgumentFault below 2 pairs, on unequal lengths, a value that is not finite, a margin outside (0, 1), an α
 *   outside (0, 1).
 */
export function keepsShare(
  treated: readonly number[],
  control: readonly number[],
  margin: number,
  alpha = 0.025,
): Decision {
  requirePairs('non-inferiority of a ratio', treated, control, 2)
  requireShare('non-inferiority of a ratio, margin', margin)
  if (pAbove(control, 0) > alpha) return { holds: false, p: 1 }
  return nonInferior(
    treated.map((x, i) => difference(x, (1 - margin) * control[i])),
    0,
    alpha,
  )
}

const difference = (x: number, y: number) => (Math.abs(x - y) <= ROUNDING * Math.abs(x) ? 0 : x - y)

function requireMargin(name: string, margin: number): void {
  if (!(margin > 0)) throw new ArgumentFault(`${name}: expected a margin above 0, got ${margin}`)
}
