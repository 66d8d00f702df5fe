import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { getHeapStatistics } from 'node:v8'
import type { Program, Reading } from '../define.ts'
import { each, type Spent, stopwatch } from '../spent.ts'

/** Arms of `quick` whose interventions touch tensors in the update: a loss of z, a loss of the policy, a cap on z. */
const HOOKED = ['decorrelate-rep', 'kl', 'cap']
const MB = 1024 * 1024

/** A foundation of `quick` and full trials on it, in one thread of one process, and what they held in memory. */
export const jobs: Program = async (load, _, { dir }) => {
  const { loadBackend } = await load<typeof import('../../../../agents/backend.ts')>('agents/backend')
  await loadBackend()
  const { quick } = await load<typeof import('../../../studies/quick.ts')>('arena/studies/quick')
  const { runFoundation } = await load<typeof import('../../../trial/foundation.ts')>('arena/trial/foundation')
  const { runTrial } = await load<typeof import('../../../trial/trial.ts')>('arena/trial/trial')
  let heap = 0
  const progress = () => {
    heap = Math.max(heap, getHeapStatistics().used_heap_size)
  }
  return async () => {
    const root = await mkdtemp(join(dir, 'jobs-'))
    const watch = stopwatch()
    const result = await runFoundation(quick, 0, null, { dir: root, progress })
    const foundation = each(watch(), 1)
    await writeFile(join(root, 'result.json'), JSON.stringify(result))
    const trial = async (arm: string) => {
      const own = stopwatch()
      const io = { dir: await mkdtemp(join(dir, 'trial-')), progress }
      await runTrial(quick, { arm, regime: 'full', foundation: 0 }, root, io)
      return own()
    }
    const plain = each(await trial('control'), 1)
    const hooked: Spent[] = []
    for (const arm of HOOKED) hooked.push(await trial(arm))
    await rm(root, { recursive: true, force: true })
    return { foundation, trial: plain, 'trial-hooks': mean(hooked), memory: peak(), heap: { value: heap / MB } }
  }
}

/** Kilobytes on every system. */
const peak = (): Reading => ({ value: process.resourceUsage().maxRSS / 1024 })

function mean(all: readonly Spent[]): Reading {
  const sum = (of: (spent: Spent) => number) => all.reduce((total, spent) => total + of(spent), 0)
  const thread = all[0].thread !== undefined && { thread: sum((spent) => spent.thread as number) }
  return each({ wall: sum(({ wall }) => wall), cpu: sum(({ cpu }) => cpu), ...thread }, all.length)
}
