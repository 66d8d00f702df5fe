import { execFileSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { folder } from './arena/cli/mettle.ts'
import { wholeRun } from './arena/cli/whole.ts'
import { python, withoutPeers } from './python.ts'

const page = readFileSync(fileURLToPath(new URL('../docs/tables-from-python.md', import.meta.url)), 'utf8')
const [, code = ''] = /^```python\n([\s\S]*?)^```/m.exec(page) ?? []

describe.skipIf(withoutPeers)('docs/tables-from-python.md (needs Python peers)', () => {
  const { path: at, remove } = folder()
  const run = join(at, 'run')
  const ask = (file: string, text: string) => {
    writeFileSync(join(at, file), text)
    return execFileSync(python(), [file, run], { cwd: at, encoding: 'utf8' })
  }
  beforeAll(() => wholeRun(at, 'run'), 120_000)
  afterAll(remove)

  it('gives the drag of the summary, foundation by foundation', () => {
    const values = ask('drag.py', code)
      .trim()
      .split('\n')
      .map((line) => Number(line.split(' ').at(-1)))
    const { n, estimate } = JSON.parse(readFileSync(join(run, 'summary.json'), 'utf8')).arms.control.full.drag.D.final
      .revealed.neutral
    expect(values).toHaveLength(n)
    expect(values.reduce((sum, value) => sum + value, 0) / n).toBeCloseTo(estimate, 12)
  })

  it('reads the tables of all jobs at once', () => {
    const [, glob = ''] = /'runs\/latest(\/jobs\/[^']+)'/.exec(page) ?? []
    const text = `import sys, duckdb\nprint(duckdb.sql(f"select count(distinct (arm, regime, foundation)) from '{sys.argv[1]}${glob}'").fetchall()[0][0])`
    expect(Number(ask('jobs.py', text))).toBeGreaterThan(1)
  })
})
