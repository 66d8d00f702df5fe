import type { ServerResponse } from 'node:http'
import type { RunData } from './data.ts'
import type { Watched } from './watched.ts'

/** How often a run's folder is looked at while somebody watches, ms. */
const EVERY = 1000

/** Tells every open page what the run wrote since; looks at nothing while no page is open. */
export interface Live {
  join(response: ServerResponse): void
  readonly watchers: number
  close(): void
}

/** Server-sent events: first the run as it is, then `jobs` that are new or changed; the run again where jobs are gone or anything else is told of it. */
export function createLive(watched: Watched): Live {
  const watchers = new Set<ServerResponse>()
  let timer: NodeJS.Timeout | undefined
  let sent = new Map<string, string>()
  let words = ''

  const send = (to: ServerResponse, event: string, data: unknown) =>
    void to.write(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`)
  const remember = ({ jobs, ...facts }: RunData) => {
    sent = new Map(jobs.map(({ folder, version }) => [folder, version]))
    words = JSON.stringify(facts)
  }
  const look = () => {
    const run = read(watched)
    if (!run) return
    const changed = run.jobs.filter(({ folder, version }) => sent.get(folder) !== version)
    const there = new Set(run.jobs.map(({ folder }) => folder))
    const { jobs: _, ...facts } = run
    const anew = JSON.stringify(facts) !== words || [...sent.keys()].some((folder) => !there.has(folder))
    if (changed.length === 0 && !anew) return
    remember(run)
    for (const each of watchers)
      if (anew) send(each, 'run', run)
      else send(each, 'jobs', changed)
  }
  const leave = (response: ServerResponse) => {
    watchers.delete(response)
    if (watchers.size > 0) return
    clearInterval(timer)
    timer = undefined
  }

  return {
    join(response) {
      const run = watched.run()
      response.writeHead(200, { 'Content-Type': 'text/event-stream; charset=utf-8' })
      if (watchers.size === 0) remember(run)
      send(response, 'run', run)
      watchers.add(response)
      response.on('close', () => leave(response))
      timer ??= setInterval(look, EVERY)
    },
    get watchers() {
      return watchers.size
    },
    close() {
      for (const each of watchers) each.end()
      clearInterval(timer)
    },
  }
}

/** A folder that is being written may not read at this instant; the next look will tell. */
function read(watched: Watched): RunData | null {
  try {
    return watched.run()
  } catch {
    return null
  }
}
