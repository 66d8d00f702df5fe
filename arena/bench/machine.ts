import { availableParallelism, cpus, platform } from 'node:os'
import type { BenchReport } from './report.ts'

/** What figures were taken on. */
export function machine(): BenchReport['machine'] {
  const [{ model }] = cpus()
  return { cpu: model, cores: availableParallelism(), node: process.version, platform: platform() }
}
