import type { Lost, Summary, SweepSummary } from '../analysis/summary.ts'
import { show } from '../statistics/show.ts'

/** What a sweep is headed by. */
export const sweptOver = ({ of, lost }: Pick<SweepSummary, 'of' | 'lost'>): string =>
  `Prevention over ${of}; lost where it is below ${lost === 'half' ? 'half of what it is at the first value' : lost}`

/** Where a technique stops working, in words. */
export function lostWords(lost: SweepSummary['curves'][string]['lostAt'], { values }: SweepSummary): string {
  if ('reason' in lost) return lost.reason
  const last = values[values.length - 1]
  const bound = (value: number | null) => (value === null ? `beyond ${last}` : short(value))
  const at = lost.at === null ? `holds to ${last}` : `at ${short(lost.at)}`
  return lost.interval === null || nowhere(lost) ? at : `${at} [${lost.interval.map(bound).join(', ')}]`
}

/** Not lost in the means, nor in 95 of 100 resamples. */
const nowhere = ({ at, interval }: Lost): boolean => at === null && (interval?.[0] ?? null) === null

const short = (value: number): string => String(Number(value.toPrecision(2)))

/** What z adds to acts, in a sentence; empty where there is no such figure. */
export function generalisationWords({ generalisation: found }: Pick<Summary, 'generalisation'>): string {
  if (!found) return ''
  const { n, by, acts, represented, both, added } = found
  const what = by === 'env' ? 'train env' : 'foundation'
  return `Of how much more is done that is dark in unseen envs, over ${n} trials in full, each foretold by those of every other ${what}: changes of acts explain ${show(acts)}, changes of z ${show(represented)}, both ${show(both)}; z adds ${show(added)} to acts.`
}
