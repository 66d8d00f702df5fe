import type { TraitVector } from '../../../agents/traits.ts'
import type { Rng } from '../../../envs/random.ts'
import { explained } from '../../statistics/linear.ts'
import { type Battery, fitted, writerPolicies } from '../battery.ts'
import type { Policy } from '../inverse-fit.ts'
import { type Convergence, type Estimates, multitrait } from './multitrait.ts'
import { halves, sampled } from './plays.ts'
import { correlation, icc21, spearmanBrown } from './reliability.ts'
import { type Figures, THRESHOLDS } from './thresholds.ts'

/** Plays of an item behind every line on plays. */
export const PLAYS = 8

/** Writers and what the battery says of them; of the first `twice` of them, by four methods. */
export interface Scores {
  readonly people: Estimates
  readonly policies: readonly (readonly Policy[])[]
  /** The inverse fit on exact policies, and on two disjoint sets of plays. */
  readonly exact: Estimates
  readonly plays: Estimates
  readonly again: Estimates
  /** On disjoint halves of the items of the second set. */
  readonly halves: readonly [Estimates, Estimates]
}

/** Reads scripted writers by every method. No network is involved. @param twice writers behind `again` and `halves` */
export function score(battery: Battery, people: readonly TraitVector[], twice: number, rng: Rng): Scores {
  const [one, two] = halves(battery)
  const policies = people.map((traits) => writerPolicies(battery, traits))
  const traitsOf = (each: readonly Policy[], items?: readonly number[]) => fitted(battery, each, items).traits
  const second = policies.slice(0, twice).map((each) => sampled(each, PLAYS, rng))
  return {
    people,
    policies,
    exact: policies.map((each) => traitsOf(each)),
    plays: policies.map((each) => traitsOf(sampled(each, PLAYS, rng))),
    again: second.map((each) => traitsOf(each)),
    halves: [second.map((each) => traitsOf(each, one)), second.map((each) => traitsOf(each, two))],
  }
}

/**
 * @param all of independent-trait writers, then of further populations, in which correlations must not grow either
 * @param inflated the estimates whose correlations are held against the truths': of few writers, those of plays are
 *   mostly noise
 */
export function figuresOf(all: readonly Scores[], inflated: 'exact' | 'plays'): Figures {
  const [own] = all
  const r2 = { exact: explained(own.people, own.exact), plays: explained(own.people, own.plays) }
  const traits = r2.exact.map((_, t) => t)
  const read = traits.filter((t) => r2.exact[t] >= THRESHOLDS.r2)
  return {
    r2,
    splitHalf: traits.map((t) => spearmanBrown(correlation(column(own.halves[0], t), column(own.halves[1], t)))),
    icc: traits.map((t) => icc21(own.again.map((again, i) => [own.plays[i][t], again[t]]))),
    inflation: traits.map((t) => Math.max(...all.map((each) => inflation(each.people, each[inflated], t, read)))),
    multitrait: worst(all.map((each) => multitrait([...each.halves, each.plays.slice(0, each.again.length)], read))),
  }
}

/** How far the correlations of a trait's estimates are from those of the truths. */
function inflation(people: Estimates, estimates: Estimates, t: number, read: readonly number[]): number {
  const r = (table: Estimates, u: number) => correlation(column(table, t), column(table, u))
  return Math.max(0, ...read.filter((u) => u !== t).map((u) => Math.abs(r(estimates, u) - r(people, u))))
}

/** The least of each over populations. */
const worst = (tables: readonly Convergence[][]): Convergence[] =>
  tables[0].map((_, t) => ({
    monotrait: Math.min(...tables.map((each) => each[t].monotrait)),
    heterotrait: Math.max(...tables.map((each) => each[t].heterotrait)),
    holds: tables.every((each) => each[t].holds),
  }))

export const column = (table: Estimates, t: number): number[] => table.map((row) => row[t])
