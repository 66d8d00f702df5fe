import type { JobProgress } from '../store/io.ts'
import type { Job } from '../store/jobs.ts'
import { duration } from './duration.ts'
import type { RunningJob, Tally } from './tally.ts'

/** Widest line of a display, columns. */
export const WIDTH = 80
const BAR = 24
/** Running jobs that get a line each. */
const SHOWN = 4

/** The state of a run in a few lines: one bar for all of it, and what is being done in words. */
export function progressLines(tally: Tally, width = WIDTH): string[] {
  const most = Math.min(width, WIDTH)
  const jobs = [...tally.running.values()]
  const share = tally.share()
  const filled = Math.round(share * BAR)
  const bar = `${'█'.repeat(filled)}${'░'.repeat(BAR - filled)} ${String(Math.floor(100 * share)).padStart(3)} %`
  const rest = jobs.length > SHOWN ? [`  and ${jobs.length - SHOWN} more jobs`] : []
  return [`${bar}  ${standing(tally)}`, ...jobs.slice(0, SHOWN).map(doing), ...rest].map((line) => cut(line, most))
}

/** `job 5 of 12, about 3 m 10 s left`. */
export function standing(tally: Tally): string {
  const left = tally.secondsLeft()
  const parts = [
    `job ${tally.done} of ${tally.total}`,
    tally.failed > 0 ? `${tally.failed} failed` : '',
    left === undefined ? '' : left < 1 ? 'almost done' : `about ${duration(rounded(left))} left`,
  ]
  return parts.filter((part) => part).join(', ')
}

/** To what a glance needs, so that the figure stands still between glances. */
function rounded(seconds: number): number {
  const to = seconds < 60 ? 5 : seconds < 600 ? 10 : 60
  return Math.max(to, Math.round(seconds / to) * to)
}

/** What a job does now; progress tells what was done last. */
function doing({ job, progress }: RunningJob): string {
  const open = progress && progress.total > 1 && progress.done < progress.total ? progress : undefined
  const unit = job.kind === 'trial' ? 'update' : 'step'
  const count = open ? `, ${unit} ${open.done} of ${open.total}` : ''
  return `  ${titleOf(job)}: ${job.kind === 'trial' ? tried(progress) : founded(progress)}${count}`
}

function founded(progress: JobProgress | undefined): string {
  if (!progress) return 'scripted writers play'
  const { phase, done, total } = progress
  if (phase === 'corpus' || (phase === 'imitate' && done < total)) return 'imitates the writers'
  return phase === 'imitate' || (phase === 'narrow' && done < total) ? 'narrows to the assistant' : 'is measured'
}

function tried(progress: JobProgress | undefined): string {
  if (!progress) return 'starts'
  return progress.phase === 'verify' || progress.done >= progress.total ? 'is measured' : 'competes'
}

/** `foundation 1`, `control, full, foundation 0`. */
function titleOf(job: Job): string {
  if (job.kind === 'foundation') return `foundation ${job.index}${job.arm === null ? '' : ` of ${job.arm}`}`
  return `${job.id.arm}, ${job.id.regime}, foundation ${job.id.foundation}`
}

const cut = (line: string, most: number): string => (line.length > most ? `${line.slice(0, most - 1)}…` : line)
