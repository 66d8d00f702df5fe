import type { Summary } from '../analysis/summary.ts'
import { meanOf } from '../statistics/linear.ts'
import { percent, show, small } from '../statistics/show.ts'
import { twinName } from '../study/twins.ts'
import { type Finding, findings } from './answer.ts'

/** Interventions side by side, largest effect first: everything by which one is chosen over another (VALIDITY §5). */
export const COMPARED_COLUMNS = [
  'intervention',
  'regime',
  'compared with',
  'effect on D',
  'verdict',
  'Holm p',
  'D: rewarded half',
  'prevention',
  'kept in training',
  'kept deployed',
  'gap at matched power',
  'drag in unseen envs',
  'pressure',
  'time ÷ compared',
]

/** One row a finding, as text; empty where nothing was compared. */
export const compared = (summary: Summary): string[][] =>
  findings(summary).map((finding) => {
    const { arm, regime, cell } = finding
    const { test } = cell.verdict
    return [
      arm,
      regime,
      cell.comparedWith ?? 'n/a',
      show(cell.effect),
      cell.verdict.word,
      test?.adjusted == null ? 'n/a' : small(test.adjusted),
      show(cell.change.D),
      percent(cell.prevention),
      percent(cell.retention.train),
      percent(cell.retention.deployed),
      show(cell.drag.D.matched.gap),
      show(cell.unseen?.D.drag),
      pressureOf(finding),
      timeOf(finding, summary),
    ]
  })

/** What the interventions of the arm measure as pressure: how hard reinforcement pushes against them. */
function pressureOf({ cell: { pressure } }: Finding): string {
  const all = Object.values(pressure).flatMap(({ pressure: own }) => (own ? [show(own)] : []))
  return all.join('; ') || 'n/a'
}

/** Mean seconds of the arm's trials, both halves, over those of what it is compared with; both shared one machine. */
function timeOf({ arm, regime, cell }: Finding, { timing }: Summary): string {
  const jobs = Object.entries((timing as { jobs?: Readonly<Record<string, number>> } | undefined)?.jobs ?? {})
  const secondsOf = (name: string) => {
    const halves = [name, twinName(name)].map((half) => `${half}.${regime}.`)
    return jobs.flatMap(([job, seconds]) => (halves.some((half) => job.startsWith(half)) ? [seconds] : []))
  }
  const [own, other] = [secondsOf(arm), secondsOf(cell.comparedWith ?? '')]
  return own.length > 0 && other.length > 0 ? (meanOf(own) / meanOf(other)).toFixed(2) : 'n/a'
}
