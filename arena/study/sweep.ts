import type { Arm } from './arm.ts'

/** A line along which arms are pressed ever harder, and how much of their prevention is left (science: robustness). */
export interface Sweep {
  /** What grows along it, with its unit. */
  readonly of: string
  /** Ascending, two at least. */
  readonly values: readonly number[]
  /** Whether equal ratios of values lie equally far apart, all being above 0, or equal differences. */
  readonly scale: 'log' | 'linear'
  /** By name: an arm at each value, run in `full`. Each is compared with the arm that is pressed alike. */
  readonly curves: Readonly<Record<string, readonly string[]>>
  /** Where prevention counts as lost: below `half` of what it is at the first value, or below a number. */
  readonly lost: 'half' | number
}

type Arms = Readonly<Record<string, Arm>>

/** The first thing wrong with the sweeps of a study, as "where: expected …, got …"; undefined where all is well. */
export const sweepsProblem = (arms: Arms, sweeps: readonly Sweep[] = []): string | undefined =>
  sweeps.flatMap((sweep) => [...lineProblems(sweep), ...curveProblems(arms, sweep)])[0]

function lineProblems({ of, values, scale }: Sweep): string[] {
  const where = `sweeps, ${of}: values`
  if (values.length < 2) return [`${where}: expected 2 or more, got ${values.length}`]
  if (values.some((value, i) => i > 0 && !(value > values[i - 1])))
    return [`${where}: expected each above the one before, got ${values.join(', ')}`]
  return scale === 'log' && values[0] <= 0 ? [`${where}: expected all above 0 on a log scale, got ${values[0]}`] : []
}

const curveProblems = (arms: Arms, { of, values, curves }: Sweep): string[] =>
  Object.entries(curves).flatMap(([name, along]) => [
    ...(along.length === values.length
      ? []
      : [`sweeps, ${of}, ${name}: expected an arm for each of ${values.length} values, got ${along.length}`]),
    ...along
      .filter((arm) => !arms[arm]?.regimes.includes('full'))
      .map((arm) => `sweeps, ${of}, ${name}: expected arms that run in full, got ${arm}`),
  ])
