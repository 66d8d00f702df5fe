import { execFileSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import { skippedLines } from './skipped.ts'

const root = fileURLToPath(new URL('..', import.meta.url))
const test = (fullName: string, relativeModuleId: string, state = 'skipped') => ({
  fullName,
  module: { relativeModuleId },
  result: () => ({ state }),
})

it('what was skipped for want of a program is said by need, with its suites and how to have it', () => {
  expect(
    skippedLines([
      test('pages (needs Chromium) > open', 'test/b.test.ts'),
      test('pages (needs Chromium) > close', 'test/b.test.ts'),
      test('match (needs Chromium) > shows', 'test/a.test.ts'),
      test('headline (needs Python)', 'test/c.test.ts'),
      test('headline (needs Python)', 'test/d.test.ts', 'passed'),
      test('left out by a pattern', 'test/d.test.ts'),
    ]),
  ).toEqual([
    'Skipped 3 tests (needs Chromium) of test/a.test.ts, test/b.test.ts. To have them: Debian: apt-get install chromium; or METTLE_CHROMIUM=PATH',
    'Skipped 1 test (needs Python) of test/c.test.ts. To have it: Debian: apt-get install python3',
  ])
  expect(skippedLines([test('headline (needs Python)', 'test/d.test.ts', 'passed')])).toEqual([])
})

it('without a Python its suite is skipped, and the last lines of the run say so whatever reporters are asked for', () => {
  const args = ['node_modules/vitest/vitest.mjs', 'run', 'test/arena/statistics/headline.test.ts']
  const said = execFileSync(
    process.execPath,
    [...args, '--reporter=default', '--reporter=json', '--outputFile.json=/dev/null'],
    {
      cwd: root,
      encoding: 'utf8',
      env: { ...process.env, PATH: '/nowhere', NODE_OPTIONS: '' },
    },
  )
  expect(said.trim().split('\n').at(-1)).toBe(
    'Skipped 1 test (needs Python) of test/arena/statistics/headline.test.ts. To have it: Debian: apt-get install python3',
  )
}, 60_000)
