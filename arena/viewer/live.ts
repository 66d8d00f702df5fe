import type { ServerResponse } from 'node:http'
import type { Watched } from './watched.ts'

/** How often a run's folder is looked at while somebody watches, ms. */
const EVERY = 1000

/** Tells every open page what the run wrote since; looks at nothing while no page is open. */
export interface Live {
  join(response: ServerResponse): void
  readonly watchers: number
  close(): void
}

/** Server-sent events: first the run as it is, then `jobs` that are new or changed. */
export function createLive(watched: Watched): Live {
  const watchers = new Set<ServerResponse>()
  let timer: NodeJS.Timeout | undefined
  let told = new Map<string, string>()

  const send = (to: ServerResponse, event: string, data: unknown) =>
    void to.write(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`)
  const look = () => {
    const { jobs, verdicts } = watched.run()
    const changed = jobs.filter(({ folder, version }) => told.get(folder) !== version)
    if (changed.length === 0) return
    told = new Map(jobs.map(({ folder, version }) => [folder, version]))
    for (const each of watchers) send(each, 'jobs', { jobs: changed, verdicts })
  }
  const leave = (response: ServerResponse) => {
    watchers.delete(response)
    if (watchers.size > 0) return
    clearInterval(timer)
    timer = undefined
  }

  return {
    join(response) {
      response.writeHead(200, { 'Content-Type': 'text/event-stream; charset=utf-8' })
      const run = watched.run()
      if (watchers.size === 0) told = new Map(run.jobs.map(({ folder, version }) => [folder, version]))
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
