import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { folder, mettle, SMALL } from './mettle.ts'

const { path: cwd, remove } = folder()
afterAll(remove)

const STUDY = `
import { defineStudy, dictator, handBack, kl, tiny } from 'mettle'
import { STRENGTHS } from './mine.strengths.ts'

export default defineStudy({
  ...tiny,
  id: 'mine',
  evals: [dictator, handBack],
  settings: { ...tiny.settings, foundations: 1 },
  arms: {
    control: { interventions: [], regimes: ['full'] },
    kl: { interventions: [kl(STRENGTHS.kl)], regimes: ['full'] },
  },
  strengths: { kl: [{ weight: 0.03 }, { weight: 0.1 }, { weight: 0.3 }] },
})
`

it('tries every strength, writes its choice beside the study, and the study takes it', async () => {
  const [file, chosen] = ['mine.ts', 'mine.strengths.ts'].map((name) => join(cwd, name))
  writeFileSync(file, STUDY)
  writeFileSync(chosen, 'export const STRENGTHS = { kl: {} } as const\n')
  const small = SMALL.filter((_, i) => i > 1)
  const { code, stdout, stderr } = await mettle(cwd, 'strengths', file, '--foundations', '2', ...small, '--json')
  expect(stderr).toContain(`Written: ${chosen}`)
  expect(code).toBe(0)
  const { rule, choices } = JSON.parse(stdout)
  expect(rule).toContain('largest effect')
  const [{ arm, tried, chosen: at }] = choices
  expect([arm, tried.length]).toEqual(['kl', 3])
  // Two foundations of a second may not measure a retention; the arm then keeps its params.
  const params = at === null ? { weight: 0.1, domain: 'on' } : tried[at].params
  expect(readFileSync(chosen, 'utf8')).toContain(`"kl": ${JSON.stringify(params)}`)
  const resolved = await mettle(cwd, 'study', file, '--json', ...small)
  const stored = JSON.parse(resolved.stdout)
  expect(Object.keys(stored.arms)).toEqual(['control', 'punished', 'kl', 'kl punished'])
  const study = JSON.parse(readFileSync(join(cwd, stored.timing.folder, 'study.json'), 'utf8'))
  expect(study.arms.kl.interventions[0].params).toMatchObject(params)
})

it('refuses a study without strengths before anything starts', async () => {
  const { code, stderr } = await mettle(cwd, 'strengths', 'tiny')
  expect(code).toBe(2)
  expect(stderr).toContain('expected a study with `strengths`')
})
