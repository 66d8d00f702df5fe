import { execFileSync, spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import { estimate } from '../../../arena/statistics/estimate.ts'

const docs = fileURLToPath(new URL('../../../docs', import.meta.url))
const values = [0.31, 0.42, 0.18, 0.55, 0.29, 0.36, 0.47, 0.22, 0.4, 0.33, 0.38, 0.51]
const available = spawnSync('python3', ['--version']).status === 0

it.skipIf(!available)('docs/headline.py draws the same interval from other draws (needs Python)', () => {
  const code = `import sys, json; sys.path.insert(0, ${JSON.stringify(docs)}); from headline import interval; print(json.dumps(interval(${JSON.stringify(values)})))`
  const env = { ...process.env, PYTHONDONTWRITEBYTECODE: '1' }
  const [low, high] = JSON.parse(execFileSync('python3', ['-c', code], { encoding: 'utf8', env }))
  const own = estimate(values)
  if (own.estimate === null || !own.interval) throw new Error('expected an interval')
  const width = own.interval[1] - own.interval[0]
  expect(Math.abs(low - own.interval[0]) / width).toBeLessThan(0.05)
  expect(Math.abs(high - own.interval[1]) / width).toBeLessThan(0.05)
})
