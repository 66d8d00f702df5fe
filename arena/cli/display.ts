import { createLogUpdate } from 'log-update'
import type { RunEvent } from '../run/run.ts'
import type { Job } from '../store/jobs.ts'
import { duration } from './duration.ts'
import { narrate } from './print.ts'
import { progressLines, standing } from './progress-lines.ts'
import { createTally } from './tally.ts'

/** Shows a run on standard error while it goes on. */
export interface Display {
  on(event: RunEvent): void
  say(text: string): void
  close(): void
}

/**
 * Live redraw needs a terminal that a person looks at. No display uses colour, so NO_COLOR changes nothing.
 * @param took what a job took that an earlier start finished, s
 */
export function createDisplay(took: (job: Job) => number): Display {
  const { CI, TERM } = process.env
  const live = process.stderr.isTTY && !CI && TERM !== 'dumb'
  return live ? liveDisplay(took) : plainDisplay(took)
}

const REDRAW = 100

function liveDisplay(took: (job: Job) => number): Display {
  const tally = createTally(undefined, took)
  const block = createLogUpdate(process.stderr)
  const draw = () => tally.total > 0 && block(progressLines(tally, process.stderr.columns || undefined).join('\n'))
  const timer = setInterval(draw, REDRAW)
  const say = (text: string) => {
    block.clear()
    narrate(text)
    draw()
  }
  return {
    say,
    on(event) {
      tally.on(event)
      tellEvent(event, say)
    },
    close() {
      clearInterval(timer)
      block.clear()
      block.done()
    },
  }
}

/** In a pipe: a line for each job that ends, and a sign of life when none did for this long, in ms. */
const SILENCE = 10_000

function plainDisplay(took: (job: Job) => number): Display {
  const tally = createTally(undefined, took)
  let spoken = performance.now()
  const say = (text: string) => {
    spoken = performance.now()
    narrate(text)
  }
  return {
    say,
    on(event) {
      tally.on(event)
      tellEvent(event, say)
      if (event.type === 'finished')
        say(`${event.job.name} done in ${duration(event.timing.seconds)} · ${standing(tally)}`)
      else if (performance.now() - spoken > SILENCE) say(progressLines(tally).join('\n'))
    },
    close() {},
  }
}

/** Says of an event what every display does, if there is anything. */
export function tellEvent(event: RunEvent, say: (text: string) => void): void {
  const text = lineOf(event)
  if (text) say(text)
}

function lineOf(event: RunEvent): string | undefined {
  if (event.type === 'planned') return resumed(event.plan)
  if (event.type === 'failed') return `${event.job.name} failed: ${event.error}`
  if (event.type === 'retried') return `${event.job.name} starts again: ${event.error}`
  return event.type === 'printed' ? event.text : undefined
}

function resumed({ foundations, trials }: Extract<RunEvent, { type: 'planned' }>['plan']): string | undefined {
  const all = [...foundations, ...trials]
  const finished = all.filter((job) => job.finished).length
  return finished > 0 ? `Resuming: ${finished} of ${all.length} jobs are finished already.` : undefined
}
