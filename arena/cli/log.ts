import { appendFileSync } from 'node:fs'
import { join } from 'node:path'
import { thisCommand } from '../refusal/command.ts'
import type { RunEvent } from '../run/run.ts'
import { counted } from '../statistics/show.ts'
import { diskTrouble } from '../store/disk.ts'

/** Appends the run's events to `log.txt`, one line each but for stacks; progress is left out. */
export function createLog(folder: string): (event: RunEvent) => void {
  const path = join(folder, 'log.txt')
  return (event) => {
    const text = lineOf(event)
    try {
      if (text) appendFileSync(path, `${new Date().toISOString()} ${text}\n`)
    } catch (error) {
      // The log tells of the run and must not end it: a full disk shows where results are written.
      if (!diskTrouble(error)) throw error
    }
  }
}

function lineOf(event: RunEvent): string | undefined {
  switch (event.type) {
    case 'planned':
      return `planned ${counted(event.plan.foundations.length, 'foundation')}, ${counted(event.plan.trials.length, 'trial')}; ${counted(event.workers, 'worker')}; node ${process.version}`
    case 'started':
      return `started ${event.job.name}`
    case 'finished':
      return `finished ${event.job.name} in ${event.timing.seconds.toFixed(1)} s`
    case 'failed':
      return `failed ${event.job.name}: ${event.error}\n${event.stack}\nreplay, of what failed alone: ${thisCommand()}`
    case 'retried':
      return `retried ${event.job.name}: ${event.error}`
    case 'printed':
      return event.text
    default:
      return undefined
  }
}
