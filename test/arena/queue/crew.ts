import { type Started, start } from '../cli/mettle.ts'
import type { Server } from './redis.ts'

/** Worker processes of one lane each. */
export interface Crew {
  readonly workers: ReadonlySet<Started>
  join(...args: string[]): Started
  /** Tells all to leave. @returns how they ended */
  leave(): Promise<Awaited<Started['ended']>[]>
  /** Ends one at once, as a lost machine would. */
  lose(which: number): Started
  /** Ends all at once. */
  kill(): void
}

/** @param serverOf asked at each join, since tests start it first */
export function createCrew(cwd: string, serverOf: () => Server): Crew {
  const workers = new Set<Started>()
  return {
    workers,
    join(...args) {
      const worker = start(cwd, 'worker', '--queue', serverOf().url, '--concurrency', '1', ...args)
      workers.add(worker)
      void worker.ended.then(() => workers.delete(worker))
      return worker
    },
    async leave() {
      for (const { child } of workers) child.kill('SIGINT')
      return Promise.all([...workers].map(({ ended }) => ended))
    },
    lose(which) {
      const worker = [...workers][which]
      worker.child.kill('SIGKILL')
      return worker
    },
    kill() {
      for (const { child } of workers) child.kill('SIGKILL')
    },
  }
}

export const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms))

/** Names of the jobs that a worker has in hand. */
export async function jobsOf({ look }: Server, pid: number): Promise<string[]> {
  const lists = await look.keys('mettle:jobs-*:active')
  const ids = (
    await Promise.all(lists.map(async (key) => (await look.lrange(key, 0, -1)).map((id) => key.replace(/active$/, id))))
  ).flat()
  const jobs = await Promise.all(ids.map((key) => look.hmget(key, 'pb', 'data')))
  return jobs.filter(([worker]) => worker?.includes(`-${pid}-`)).map(([, data]) => JSON.parse(data ?? '{}').job.name)
}
