import { type Estimate, missing, ratio } from '../statistics/estimate.ts'
import { apply, meanOf, ridge } from '../statistics/linear.ts'
import { failed, type TrialResult } from '../store/results.ts'
import type { Results } from './results.ts'
import type { Generalisation } from './summary.ts'

/** Fewest trials and foundations that are regressed on: 20 predictors stand against them. */
const [LEAST, FEWEST] = [60, 3]
/** Ridge penalty per trial and unit variance: fixed, tuned on nothing. */
const PENALTY = 0.1

interface Row {
  readonly foundation: number
  readonly env: string
  readonly acts: readonly number[]
  readonly represented: readonly number[]
  /** Change of the raw dark rate in unseen envs. */
  readonly outcome: number
}

/**
 * Do motivations add to actions (E5 of `science.md`)? Over all trials in `full`, the change of the raw dark rate in unseen
 * envs is foretold by ridge from how acts changed in the train env (12 appraisals), from how z changed (8 probes frozen
 * before RL), and from both. No trial is foretold by its own group: its foundation, or its train env where arms compete in
 * three or more. Null where the study has no unseen envs.
 */
export function generalisation(results: Results): Generalisation | null {
  if (!results.foundations[0].unseen) return null
  const rows = rowsOf(results)
  const envs = new Set(rows.map(({ env }) => env)).size
  const by = envs > 2 ? 'env' : 'foundation'
  const foundations = new Set(rows.map(({ foundation }) => foundation)).size
  if (rows.length < LEAST || foundations < FEWEST) {
    const none = missing(`fewer than ${LEAST} trials or ${FEWEST} foundations`)
    return { n: rows.length, by, acts: none, represented: none, both: none, added: none }
  }
  const residuals = (of: (row: Row) => readonly number[]) => outOfGroup(rows, by, of)
  const total = residuals(() => [])
  const [acts, represented, both] = [
    residuals((row) => row.acts),
    residuals((row) => row.represented),
    residuals((row) => [...row.acts, ...row.represented]),
  ]
  const explained = (less: readonly number[], from = total): Estimate =>
    ratio(
      byFoundation(rows, (i) => from[i] - less[i]),
      byFoundation(rows, (i) => total[i]),
    )
  return {
    ...{ n: rows.length, by },
    ...{ acts: explained(acts), represented: explained(represented), both: explained(both) },
    added: explained(both, acts),
  }
}

function rowsOf({ study, find }: Results): Row[] {
  const trials = Object.entries(study.arms)
    .filter(([, { regimes }]) => regimes.includes('full'))
    .flatMap(([arm]) => find(arm, 'full'))
  return trials.flatMap((trial) => (trial && !failed(trial) && trial.unseen ? [rowOf(trial, trial.unseen)] : []))
}

const less = (after: readonly number[], before: readonly number[]) => after.map((x, i) => x - before[i])

const rowOf = (
  { id, env, acts, reading, untreated }: TrialResult,
  { before, after }: NonNullable<TrialResult['unseen']>,
): Row => ({
  ...{ foundation: id.foundation, env },
  acts: less(acts.after, acts.before),
  represented: less(reading.represented.frozen, untreated.represented.frozen),
  outcome: after.neutral.raw - before.neutral.raw,
})

/** Squared error of each row as foretold by the rows of all other groups; with no predictors, by their mean. */
function outOfGroup(rows: readonly Row[], by: Generalisation['by'], of: (row: Row) => readonly number[]): number[] {
  const groups = new Map<string | number, (row: Row) => number>()
  for (const group of new Set(rows.map((row) => row[by]))) {
    const others = rows.filter((row) => row[by] !== group)
    const xs = others.map(of)
    const ys = others.map(({ outcome }) => [outcome])
    const fit = xs[0].length > 0 ? ridge(xs, ys, PENALTY) : null
    const mean = meanOf(ys.flat())
    groups.set(group, (row) => (fit ? apply(fit, of(row))[0] : mean))
  }
  return rows.map((row) => {
    const foretold = groups.get(row[by])?.(row) as number
    return (row.outcome - foretold) * (row.outcome - foretold)
  })
}

/** Sums over the trials of each foundation, the unit that n counts. */
function byFoundation(rows: readonly Row[], of: (i: number) => number): number[] {
  const sums = new Map<number, number>()
  rows.forEach(({ foundation }, i) => {
    sums.set(foundation, (sums.get(foundation) ?? 0) + of(i))
  })
  return [...sums.values()]
}
