import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, expect, it } from 'vitest'
import { folder, mettle, SMALL } from './mettle.ts'

const { path: cwd, remove } = folder()
afterAll(remove)
const ONE = [...SMALL.map((set) => set.replace('foundations=2', 'foundations=1')), '--workers', '1']
const file = fileURLToPath(new URL('./plugins/corpus.ts', import.meta.url))

it('an arm that changes the corpus has foundations of its own, and where it changes nothing they are those of the others, who share theirs', async () => {
  const run = await mettle(cwd, 'study', file, '--json', ...ONE, '--out', 'out')
  expect(run.code).toBe(0)
  const jobs = readdirSync(join(cwd, 'out', 'jobs')).map((name) => name.replace(/-[0-9a-f]+$/, ''))
  expect(jobs.filter((name) => name.startsWith('foundation')).sort()).toEqual([
    'foundation.0',
    'foundation.independent.0',
    'foundation.off.0',
  ])
  const { control, independent, off } = JSON.parse(run.stdout).arms
  expect(independent.full.change).not.toEqual(control.full.change)
  expect(off.full.change).toEqual(control.full.change)
}, 120_000)
