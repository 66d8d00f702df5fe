import { execFileSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

const root = fileURLToPath(new URL('..', import.meta.url))
const tree = mkdtempSync(join(tmpdir(), 'mettle-ladder-'))

const type = (path: string) => `import type { A } from '${path}'\nexport type B = A\n`
const value = (path: string) => `import { a } from '${path}'\nexport const b = a\n`

/** Path in the tree → text, and the rule that has to refuse it; null where it is allowed. */
const FIXTURES: readonly (readonly [string, string, string | null])[] = [
  ['envs/up.ts', value('../agents/traits.ts'), 'layer-of-envs'],
  ['envs/boardroom/up.ts', type('../../arena/study/study.ts'), 'layer-of-envs'],
  ['envs/package.ts', value('mettle'), 'source-alone'],
  ['envs/down.ts', value('./random.ts'), null],
  ['agents/up.ts', value('../interventions/define.ts'), 'layer-of-agents'],
  ['agents/down.ts', value('../envs/random.ts'), null],
  ['interventions/up.ts', type('../arena/study/study.ts'), 'layer-of-interventions'],
  ['interventions/down.ts', value('../agents/traits.ts'), null],
  ['arena/measure/up.ts', type('../trial/trial.ts'), 'floor-of-measure'],
  ['arena/study/beside.ts', value('../measure/fit.ts'), 'floor-of-study'],
  ['arena/trial/down.ts', value('../measure/fit.ts'), null],
  ['arena/trial/within.ts', value('./trial.ts'), null],
  ['arena/measure/public.ts', value('../index.ts'), 'floor-of-measure'],
  ['arena/loose.ts', value('./measure/fit.ts'), 'one-loose-file'],
  ['arena/attic/room.ts', value('../measure/fit.ts'), 'one-loose-file'],
  ['arena/measure/tested.ts', value('../../test/kit.ts'), 'source-alone'],
  ['arena/index.ts', value('./cli/main.ts'), null],
]
/** Reported once, at either end. */
const CIRCLE = [
  ['arena/measure/circle.ts', type('./circle-back.ts')],
  ['arena/measure/circle-back.ts', type('./circle.ts')],
] as const
const TARGETS = [
  ...['envs/random.ts', 'agents/traits.ts', 'interventions/define.ts', 'arena/study/study.ts', 'arena/trial/trial.ts'],
  ...['arena/measure/fit.ts', 'arena/cli/main.ts', 'test/kit.ts'],
]

let broken: ReadonlySet<string>

beforeAll(() => {
  for (const path of ['.dependency-cruiser.mjs', 'tsconfig.json', 'package.json'])
    cpSync(join(root, path), join(tree, path))
  symlinkSync(join(root, 'node_modules'), join(tree, 'node_modules'))
  const files = [
    ...FIXTURES,
    ...CIRCLE,
    ...TARGETS.map((path) => [path, 'export const a = 1\nexport type A = number\n'] as const),
  ]
  for (const [path, text] of files) {
    mkdirSync(dirname(join(tree, path)), { recursive: true })
    writeFileSync(join(tree, path), text)
  }
  const { summary } = JSON.parse(cruise()) as { summary: { violations: { from: string; rule: { name: string } }[] } }
  broken = new Set(summary.violations.map(({ from, rule }) => `${from}: ${rule.name}`))
})
afterAll(() => rmSync(tree, { recursive: true, force: true }))

function cruise(): string {
  const folders = ['envs', 'agents', 'interventions', 'arena']
  const flags = ['--config', '.dependency-cruiser.mjs', '--output-type', 'json', ...folders]
  return execFileSync(join(root, 'node_modules/.bin/depcruise'), flags, { cwd: tree, encoding: 'utf8' })
}

describe('the ladder', () => {
  it.each(FIXTURES)('%s', (path, _, rule) => {
    expect([...broken].filter((each) => each.startsWith(`${path}: `))).toEqual(
      rule === null ? [] : [`${path}: ${rule}`],
    )
  })

  it('refuses a circle of type imports', () => {
    expect([...broken].filter((each) => each.endsWith(': no-circle'))).toHaveLength(1)
  })
})
