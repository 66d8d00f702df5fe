import { createLogUpdate } from 'log-update'
import type { Progress, UsageOf } from '../tournament/run.ts'
import { duration } from './duration.ts'
import { narrate } from './print.ts'
import { usageWords } from './usage-words.ts'

/** Shows on standard error how far a tournament is. */
export interface ProgressDisplay {
  on(progress: Progress): void
  say(text: string): void
  close(): void
}

/** In a pipe: a line when nothing was said for this long, in ms. */
const SILENCE = 10_000

export function createProgress(): ProgressDisplay {
  const { CI, TERM } = process.env
  const live = process.stderr.isTTY && !CI && TERM !== 'dumb'
  const line = lines()
  return live ? liveDisplay(line) : plainDisplay(line)
}

function liveDisplay(line: (progress: Progress) => string): ProgressDisplay {
  const block = createLogUpdate(process.stderr)
  return {
    on: (progress) => block(line(progress)),
    say(text) {
      block.clear()
      narrate(text)
    },
    close() {
      block.clear()
      block.done()
    },
  }
}

function plainDisplay(line: (progress: Progress) => string): ProgressDisplay {
  let spoken = performance.now()
  let resumed = 0
  return {
    on(progress) {
      if (progress.resumed > 0 && resumed === 0)
        narrate('Resuming: matches that are there already are not played again.')
      resumed = progress.resumed
      if (performance.now() - spoken < SILENCE && progress.done < progress.total) return
      spoken = performance.now()
      narrate(line(progress))
    },
    say: narrate,
    close() {},
  }
}

/** `match 120 of 272 · 900 matches/s · about 3 s left`, by the pace of this start. */
function lines(): (progress: Progress) => string {
  const started = performance.now()
  return ({ done, total, resumed, used = [] }) => {
    const rate = (done - resumed) / Math.max(1e-3, (performance.now() - started) / 1000)
    const left = done < total && rate > 0 ? [`about ${duration((total - done) / rate)} left`] : []
    return [
      `match ${done} of ${total}`,
      `${rate.toFixed(rate < 10 ? 1 : 0)} matches/s`,
      ...left,
      ...used.map(usageText),
    ].join(' · ')
  }
}

export const usageText = ({ agent, ...usage }: UsageOf): string => `${agent}: ${usageWords(usage, 'move')}`
