import { createLogUpdate } from 'log-update'
import type { RunEvent } from '../run/run.ts'
import { duration } from './duration.ts'
import { narrate } from './print.ts'
import { createTally, type RunningJob, type Tally } from './tally.ts'

/** Shows a run on standard error while it goes on. */
export interface Display {
  on(event: RunEvent): void
  say(text: string): void
  close(): void
}

/** Live redraw needs a terminal that a person looks at. No display uses colour, so NO_COLOR changes nothing. */
export function createDisplay(): Display {
  const { CI, TERM } = process.env
  const live = process.stderr.isTTY && !CI && TERM !== 'dumb'
  return live ? liveDisplay() : plainDisplay()
}

const REDRAW = 100

function liveDisplay(): Display {
  const tally = createTally()
  const block = createLogUpdate(process.stderr)
  const draw = () => tally.total > 0 && block([headline(tally), ...[...tally.running.values()].map(row)].join('\n'))
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
      const text = lineOf(event)
      if (text) say(text)
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

function plainDisplay(): Display {
  const tally = createTally()
  let spoken = performance.now()
  const say = (text: string) => {
    spoken = performance.now()
    narrate(text)
  }
  return {
    say,
    on(event) {
      tally.on(event)
      const text = lineOf(event)
      if (text) say(text)
      if (event.type === 'finished')
        say(`${event.job.name} done in ${duration(event.timing.seconds)} · ${headline(tally)}`)
      else if (performance.now() - spoken > SILENCE)
        say([headline(tally), ...[...tally.running.values()].map(row)].join('\n'))
    },
    close() {},
  }
}

/** What every display says of an event. */
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

function headline(tally: Tally): string {
  const left = tally.secondsLeft()
  const parts = [
    `job ${tally.done} of ${tally.total}`,
    tally.failed > 0 ? `${tally.failed} failed` : '',
    `${Math.round(tally.matchesPerSecond())} matches/s`,
    left === undefined ? '' : `about ${duration(left)} left`,
  ]
  return parts.filter((part) => part).join(' · ')
}

const WIDTH = 20

function row({ name, at }: RunningJob): string {
  if (!at) return `  ${name.padEnd(28)} starting`
  const share = Math.min(1, at.done / Math.max(1, at.total))
  const bar = '█'.repeat(Math.round(share * WIDTH)).padEnd(WIDTH, '░')
  return `  ${name.padEnd(28)} ${at.phase.padEnd(8)} ${bar} ${at.done}/${at.total}`
}
