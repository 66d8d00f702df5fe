import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, describe, expect, it } from 'vitest'
import { plan } from '../arena/run/plan.ts'
import { identityOf } from '../arena/store/identity.ts'
import { e0 } from '../arena/studies/e0.ts'
import { leaderboard } from '../arena/studies/leaderboard.ts'
import { describe as described } from '../arena/study/describe.ts'
import { loadPlugin } from '../arena/study/load.ts'
import { withOverrides } from '../arena/study/overrides.ts'
import { mettle } from './arena/cli/mettle.ts'

const root = fileURLToPath(new URL('..', import.meta.url))
const folder = mkdtempSync(join(tmpdir(), 'mettle-examples-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const example = (name: string) => `docs/examples/${name}.ts`

describe('docs/examples', () => {
  it.each([
    ['env', []],
    ['agent', ['--env', example('env')]],
    ['intervention', []],
  ])('the %s keeps its contract', async (name, more) => {
    const { code, stdout, stderr } = await mettle(root, 'check', example(name), ...more)
    expect(`${stdout}${stderr}`).not.toMatch(/✗/)
    expect(code).toBe(0)
  })

  it('the agent plays the env in a tournament', async () => {
    const agents = `${example('agent')},random`
    const args = ['--agents', agents, '--matches', '5', '--out', join(folder, 'tournament'), '--json']
    const { code, stdout } = await mettle(root, 'tournament', example('env'), ...args)
    expect(code).toBe(0)
    expect(JSON.parse(stdout).standings.map(({ agent }: { agent: string }) => agent)).toContain(example('agent'))
  })

  it('the study runs the intervention on the env, to a summary and a report', async () => {
    const args = ['--out', join(folder, 'study'), '--json']
    const { code, stdout } = await mettle(root, 'study', example('study'), ...args)
    expect(code).toBe(0)
    const { arms, n } = JSON.parse(stdout)
    expect(n).toEqual({ foundations: 2, trials: 8, failed: 0 })
    expect(arms.tax.full.pressure.tax.pressure.estimate).toBeGreaterThan(0)
    expect(readFileSync(join(folder, 'study', 'report.html'), 'utf8')).toContain('tax')
  })
})

it('the leaderboard takes a row from outside, with a twin of its own, and changes nothing of the others', async () => {
  const { value } = await loadPlugin(join(root, example('leaderboard')), 'study')
  const { arms } = JSON.parse(JSON.stringify(described(withOverrides(value, [], 'mine'))))
  const original = JSON.parse(JSON.stringify(described(leaderboard))).arms
  const { mine, 'mine punished': twin, ...others } = arms
  expect(others).toEqual(original)
  expect([mine.comparedWith, twin.twinOf]).toEqual(['control', 'mine'])
})

it('E0 rebuilt outside is E0 but for its controls, and has an arm of its own', async () => {
  const { value } = await loadPlugin(join(root, example('e0')), 'study')
  const study = withOverrides(value, [], 'e0')
  const { arms, env, evals, unseen, settings } = JSON.parse(JSON.stringify(described(study)))
  const original = JSON.parse(JSON.stringify(described(withOverrides(e0, [], 'e0'))))
  expect({ env, evals, unseen }).toEqual({ env: original.env, evals: original.evals, unseen: original.unseen })
  for (const [name, arm] of Object.entries(arms).filter(([name]) => !name.startsWith('entropy')))
    expect(arm, name).toEqual(original.arms[name])
  expect(arms.entropy.settings).toEqual({ compete: { entropy: 0.01 } })
  expect(arms['entropy punished']).toMatchObject({ twinOf: 'entropy', settings: { compete: { entropy: 0.01 } } })
  expect(settings.compete.entropy).toBe(0)
  const { foundations } = plan(study, identityOf(study, { backend: 'wasm', mettle: '', build: '', files: [] }), folder)
  expect(foundations).toHaveLength(3 * study.settings.foundations)
})

it('the page of examples names every file of theirs', () => {
  const page = readFileSync(join(root, 'docs/examples/README.md'), 'utf8')
  for (const name of ['env', 'agent', 'intervention', 'study', 'e0']) expect(page).toContain(example(name))
})
