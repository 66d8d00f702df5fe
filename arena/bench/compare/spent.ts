import type { Reading } from './define.ts'

/** Seconds by the clock, by the processor, and by the processor in this thread where Node tells it (from 23.9). */
export interface Spent {
  readonly wall: number
  readonly cpu: number
  readonly thread?: number
}

type Usage = { readonly user: number; readonly system: number }
const threadUsage = (process as { threadCpuUsage?: (before?: Usage) => Usage }).threadCpuUsage?.bind(process)
const seconds = ({ user, system }: Usage) => (user + system) / 1e6

/** Starts now; what it returns tells what was spent since. */
export function stopwatch(): () => Spent {
  const [started, before, inThread] = [performance.now(), process.cpuUsage(), threadUsage?.()]
  return () => ({
    wall: (performance.now() - started) / 1000,
    cpu: seconds(process.cpuUsage(before)),
    ...(threadUsage && { thread: seconds(threadUsage(inThread)) }),
  })
}

/** Seconds times `scale` a unit of work. */
export const each = (spent: Spent, units: number, scale = 1): Reading => as(spent, (s) => (s / units) * scale)

/** Units of work a second. */
export const rate = (spent: Spent, units: number): Reading => as(spent, (s) => units / s)

const as = ({ wall, cpu, thread }: Spent, of: (seconds: number) => number): Reading => ({
  value: of(wall),
  cpu: of(cpu),
  ...(thread !== undefined && { thread: of(thread) }),
})
