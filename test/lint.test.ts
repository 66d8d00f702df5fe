import { execFileSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

const root = fileURLToPath(new URL('..', import.meta.url))
const tree = mkdtempSync(join(tmpdir(), 'mettle-lint-'))

const CLOCKS = ['Math.random()', 'Math.pow(2, 3)', '(3 * 2) ** 3', 'Date.now()', 'new Date()', 'performance.now()']
const code = (text: string) => `export const a = ${text}\n`

const TF = "import { adam, p, tf } from './backend.ts'\n"

/** Path in the tree → text, and whether the linter has to refuse it. */
const FIXTURES: readonly (readonly [string, string, boolean])[] = [
  ...['envs', 'agents', 'interventions', 'arena/measure', 'arena/store'].flatMap((layer) =>
    CLOCKS.map((text, i) => [`${layer}/clock-${i}.ts`, code(text), true] as const),
  ),
  ['envs/power.ts', 'let a = 2\na **= 3\nexport { a }\n', true],
  ['envs/fine.ts', code('Math.sqrt(2 * 3)'), false],
  ['arena/cli/clock.ts', code('Date.now()'), false],
  ['arena/run/run.ts', code('performance.now()'), false],
  ['envs/door.ts', "import { INVALID_MOVE } from 'boardgame.io/core'\nexport const a = INVALID_MOVE\n", true],
  ['arena/door.ts', "export { Client } from 'boardgame.io/client'\n", true],
  ['agents/bare.ts', "export const a = () => {\n  throw new Error('no')\n}\n", true],
  ['arena/study/bare.ts', "export const a = () => {\n  throw new RangeError('no')\n}\n", true],
  [
    'arena/study/coded.ts',
    "import { Fault } from '../../envs/fault.ts'\nexport const a = () => {\n  throw new Fault('METTLE_DEFECT', 'no')\n}\n",
    false,
  ],
  ...['tf.multinomial(p, 1)', 'tf.randomNormal([2], 0, 1)', "tf.cast(p, 'bool')", 'adam.getWeights()'].map(
    (trap, i) => [`agents/trap-${i}.ts`, `${TF}${code(trap)}`, true] as const,
  ),
  ['agents/cast.ts', `${TF}${code("tf.cast(p, 'float32')")}`, false],
  ['agents/weights.ts', `${TF}${code('adam.weights()')}`, false],
  ['envs/types.ts', "import type { Game } from 'boardgame.io'\nexport type A = Game\n", false],
  ['envs/own-door.ts', "export { INVALID_MOVE } from '#bgio/core'\n", false],
]

let refused: ReadonlySet<string>

beforeAll(() => {
  const config = JSON.parse(readFileSync(join(root, 'biome.json'), 'utf8'))
  writeFileSync(join(tree, 'biome.json'), JSON.stringify({ ...config, $schema: undefined, vcs: { enabled: false } }))
  cpSync(join(root, '.biome'), join(tree, '.biome'), { recursive: true })
  for (const [path, text] of FIXTURES) {
    mkdirSync(dirname(join(tree, path)), { recursive: true })
    writeFileSync(join(tree, path), text)
  }
  refused = new Set(
    [...report().matchAll(/^::error .*?file=([^,]+)/gm)].map(([, file]) =>
      relative(tree, join(tree, file.replace(tree, ''))),
    ),
  )
})
afterAll(() => rmSync(tree, { recursive: true, force: true }))

function report(): string {
  try {
    const flags = ['lint', '--reporter=github', '--max-diagnostics=none', '.']
    return execFileSync(join(root, 'node_modules/.bin/biome'), flags, { cwd: tree, encoding: 'utf8', stdio: 'pipe' })
  } catch (error) {
    return (error as { stdout: string }).stdout
  }
}

describe('lint', () => {
  it.each(FIXTURES)('%s: %j', (path, _, refuses) => {
    expect(refused.has(path)).toBe(refuses)
  })
})
