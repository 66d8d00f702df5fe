import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { folder, lines, mettle } from './mettle.ts'

const { path: cwd, remove } = folder()
const { run, close } = lines(cwd)

beforeAll(() => {
  writeFileSync(join(cwd, 'broken.ts'), 'export default {{')
  writeFileSync(join(cwd, 'other.ts'), 'export const taste = 3')
  writeFileSync(join(cwd, 'plain.ts'), "export default { id: 'x', game: () => ({}) }")
  writeFileSync(
    join(cwd, 'partial.ts'),
    "import { defineEnv } from 'mettle'\nexport default defineEnv({ id: 'x', game: () => ({}) })",
  )
  writeFileSync(join(cwd, 'throws.ts'), "throw new Error('not today')")
  writeFileSync(
    join(cwd, 'misspelt.ts'),
    "import { defineStudy, tiny } from 'mettle'\nexport default defineStudy({ ...tiny, settings: { compete: { updats: 3 } } })",
  )
  writeFileSync(join(cwd, 'params.ts'), "import { kl } from 'mettle'\nexport default kl({ weight: 'much' })")
  writeFileSync(
    join(cwd, 'early.ts'),
    "import { defineStudy, kl, tiny } from 'mettle'\nconst early = { ...kl(), id: 'early', activeIn: ['imitate'] }\nexport default defineStudy({ ...tiny, settings: {}, arms: { ...tiny.arms, control: { interventions: [early], regimes: ['full'] } } })",
  )
  const traits = {
    POW: { summary: 'Control.', loads: { control: 1 }, agentic: true },
    MALICE: { summary: 'Harm.', loads: { harm: 1 }, inD: 1 },
  }
  const own = { id: 'pair', traits, correlations: [[1, 0], [0, 1]], assistant: { MALICE: { mean: -1, sd: 0.3 } } } // biome-ignore format: a matrix
  writeFileSync(
    join(cwd, 'own-traits.ts'),
    `import { defineStudy, tiny } from 'mettle'\nexport default defineStudy({ ...tiny, settings: { traits: ${JSON.stringify(own)} } })`,
  )
  writeFileSync(
    join(cwd, 'faithful.ts'),
    "import { defineAgent } from 'mettle'\nimport { z } from 'zod'\nexport default defineAgent({ id: 'faithful', version: 1, kind: 'bot', summary: 'One table.', params: z.strictObject({}), plays: ['orchard'], create: (_, id) => ({ id, start: () => null, decide: () => [] }) })",
  )
  mkdirSync(join(cwd, 'full'))
  writeFileSync(join(cwd, 'full', 'letter.txt'), 'dear reader')
})
afterAll(() => {
  close()
  remove()
})

/** What was typed, and what the message must hold. */
const REFUSED: readonly (readonly [string, readonly string[]])[] = [
  ['stdy quick', ['stdy', 'study']],
  ['study quik', ['study quik', 'expected the id of a study', 'quick']],
  ['study', ["missing required argument 'study'"]],
  ['study tiny --sed 3', ['--sed', '--seed']],
  ['study tiny --set compete.updats=20', ['compete.updats', 'expected a known key', 'compete.updates']],
  ['study tiny --set seed=1 --set seed=2', ['expected seed once']],
  ['study tiny --seed x', ['--seed', 'expected an integer from 0', 'got x']],
  ['study tiny --foundations 0', ['--foundations', 'expected an integer from 1', 'got 0']],
  ['study tiny --workers 0', ['--workers', 'expected an integer from 1', 'got 0']],
  ['study tiny --backend wsm', ['--backend', 'one of gpu, wasm, cpu', 'wasm']],
  ['study tiny --backend gpu', ['--backend', 'gpu']],
  ['study tiny --out other.ts', ['--out other.ts', 'expected a folder', 'got a file']],
  ['study tiny --out other.ts/run', ['--out other.ts/run', 'folder that can be written']],
  ['study tiny --out /proc/mettle/run', ['--out /proc/mettle/run', 'folder that can be written']],
  ['study tiny --out full', ['--out full', 'letter.txt']],
  ['study ./nowhere.ts', ['./nowhere.ts', 'expected a study file', 'no such file']],
  ['study ./broken.ts', ['./broken.ts', 'broken.ts:1:']],
  ['study ./other.ts', ['./other.ts', 'defineStudy', 'exports taste']],
  ['study ./plain.ts', ['./plain.ts', 'defineStudy', 'exports default (an object of id, game)']],
  ['beta ./partial.ts', ['./partial.ts', 'env x: expected', 'legal (function)', 'observe: nothing']],
  ['study ./throws.ts', ['./throws.ts', 'not today']],
  ['study ./misspelt.ts', ['./misspelt.ts', 'settings', 'compete.updats', 'did you mean compete.updates?']],
  ['study ./early.ts', ['./early.ts', 'arm control, early', 'active in imitate']],
  [
    'calibrate ./own-traits.ts',
    ['a study of the eight traits', 'pair (POW, MALICE)', 'npx mettle study ./own-traits.ts'],
  ],
  ['tournament boardroom --agents writer:MALICE=2,random', ['writer:MALICE=2', 'got MALICE', 'Known: PWR, LEAD']],
  ['check ./own-traits.ts', ['A study has no contract', 'npx mettle study ./own-traits.ts --dry-run']],
  ['check ./faithful.ts', ['got a bot that knows orchard alone', '--env ENV']],
  ['check ./faithful.ts --env other', ['check other', 'Did you mean ./other.ts?']],
  ['check other', ['Did you mean ./other.ts?']],
  ['study other', ['Did you mean ./other.ts?']],
  ['schema env other', ['Did you mean ./other.ts?']],
  ['tournament boardroom --agents other,random', ['Did you mean ./other.ts?']],
  ['list ./other.ts', ['Say first what it is, as npx mettle list envs ./other.ts']],
  ['bench --repeats 0', ['--repeats', 'got 0']],
  ['bench --compare nowhere', ['--compare nowhere', 'folder of a build', 'no such folder', 'npm ci']],
  ['bench --compare full', ['--compare full', 'a folder without package.json', 'npm ci']],
  ['bench --compare full --only ppoo', ['--only', 'rows of', 'got ppoo', 'Did you mean ppo?']],
  ['bench --compare full --pairs 0', ['--pairs', 'got 0']],
  ['bench --pairs 3', ['--pairs', '--compare <DIR>']],
  ['list env', ['list env', 'expected one of envs', 'Did you mean envs?']],
  ['list interventions ./params.ts', ['./params.ts', 'weight']],
]

describe('input that cannot be used', () => {
  it.each(REFUSED)('mettle %s', async (line, parts) => {
    const before = readdirSync(cwd)
    const { code, stdout, stderr } = await run(...line.split(' '))
    for (const part of parts) expect(stderr).toContain(part)
    expect(stderr).toMatch(/^mettle: /)
    expect(stderr).not.toMatch(/\n\s+at /)
    expect([code, stdout]).toEqual([2, ''])
    expect(readdirSync(cwd)).toEqual(before)
    expect(existsSync('/proc/mettle')).toBe(false)
  })

  it('ends a process of its own in the same way', async () => {
    const { code, stdout, stderr } = await mettle(cwd, 'study', 'quik')
    expect({ code, stdout, stderr }).toEqual(await run('study', 'quik'))
    expect(code).toBe(2)
  })
})
