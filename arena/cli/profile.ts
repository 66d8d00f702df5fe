import type { RunOutcome } from '../run/run.ts'
import { duration } from './duration.ts'
import { columns } from './print.ts'

/** Where the time of the run's jobs went, over all workers; jobs of earlier sessions count too. */
export function profileOf({ summary, interrupted }: RunOutcome): string {
  const spent = (summary?.timing as { profile?: Record<string, number> } | undefined)?.profile
  if (!spent)
    return `No profile: ${interrupted ? 'it is added up when the run comes to its end' : 'no trial was usable'}.`
  const total = Object.values(spent).reduce((a, b) => a + b, 0)
  const rows = Object.entries(spent).map(([name, seconds]) => [
    name,
    `${seconds.toFixed(1)} s`,
    `${((100 * seconds) / total).toFixed(1)} %`,
  ])
  return `Time of all jobs, ${duration(total)}:\n${columns(rows)}`
}
