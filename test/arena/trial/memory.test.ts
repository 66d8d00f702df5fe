import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { afterAll, expect, it } from 'vitest'
import { loadBackend, tf } from '../../../agents/backend.ts'
import { tiny } from '../../../arena/studies/tiny.ts'
import type { Study } from '../../../arena/study/study.ts'
import { runFoundation } from '../../../arena/trial/foundation.ts'
import { runTrial } from '../../../arena/trial/trial.ts'

const root = mkdtempSync(join(tmpdir(), 'mettle-test-memory-'))
afterAll(() => rmSync(root, { recursive: true, force: true }))

setFlagsFromString('--expose-gc')
const collect = runInNewContext('gc') as () => void

/** Updates of the long run; the short one ends after a tenth. */
const UPDATES = 200

const { settings } = tiny
const study: Study = {
  ...tiny,
  settings: {
    ...settings,
    env: { rounds: 2 },
    corpus: { ...settings.corpus, matches: 4 },
    imitate: { ...settings.imitate, steps: 8, batch: 64 },
    narrow: { ...settings.narrow, steps: 2 },
    compete: { ...settings.compete, updates: UPDATES, episodes: 8, evaluation: 4, measureEvery: UPDATES, verify: 1 },
    measure: { minds: 2, writers: 32, draws: 8, rewards: 2, gradient: 16, prefill: [] },
  },
}

it('is flat: a run ten times as long needs no more', async () => {
  await loadBackend('wasm')
  writeFileSync(
    join(root, 'result.json'),
    JSON.stringify(await runFoundation(study, 0, null, { dir: root, progress: () => {} })),
  )
  const at: Record<number, { tensors: number; bytes: number; heap: number }> = {}
  const look = (done: number) => {
    collect()
    const { numTensors, numBytes } = tf.memory()
    at[done] = { tensors: numTensors, bytes: numBytes, heap: process.memoryUsage().heapUsed }
  }
  await runTrial(study, { arm: 'kl', regime: 'full', foundation: 0 }, root, {
    dir: root,
    progress({ phase, done }) {
      if (phase === 'compete' && (done === UPDATES / 10 || done === UPDATES)) look(done)
    },
  })
  const [short, long] = [at[UPDATES / 10], at[UPDATES]]
  expect(long.tensors).toBe(short.tensors)
  expect(long.bytes).toBe(short.bytes)
  // What a run keeps of an update: its metrics, some 2 kB. A match kept by mistake would be 50 kB an update.
  expect((long.heap - short.heap) / (0.9 * UPDATES)).toBeLessThan(10_000)
  console.log(
    `heap ${(short.heap / 1e6).toFixed(1)} MB after ${UPDATES / 10} updates, ${(long.heap / 1e6).toFixed(1)} MB after ${UPDATES}`,
  )
}, 120_000)
