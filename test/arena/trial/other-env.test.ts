import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { loadBackend } from '../../../agents/backend.ts'
import { decodeCheckpoint } from '../../../agents/checkpoint.ts'
import { summarise } from '../../../arena/analysis/summarise.ts'
import { plan } from '../../../arena/run/plan.ts'
import { identityOf } from '../../../arena/store/identity.ts'
import { tiny } from '../../../arena/studies/tiny.ts'
import { comparedWith } from '../../../arena/study/arms.ts'
import { describe as described } from '../../../arena/study/describe.ts'
import { parseOverride, withOverrides } from '../../../arena/study/overrides.ts'
import { defineStudy, type Study } from '../../../arena/study/study.ts'
import { runFoundation } from '../../../arena/trial/foundation.ts'
import { runTrial } from '../../../arena/trial/trial.ts'
import { dictator } from '../../../envs/dictator/env.ts'
import { puzzleRace } from '../../../envs/puzzle-race/env.ts'
import { foundation, trial } from '../analysis/made-up-run.ts'

const race = { interventions: [], regimes: ['full' as const], train: puzzleRace, env: { rounds: 2 } }
const study = defineStudy({
  ...tiny,
  settings: {
    ...tiny.settings,
    foundations: 1,
    env: { rounds: 2 },
    corpus: { matches: 6 },
    imitate: { steps: 4, batch: 64 },
    narrow: { steps: 2 },
    compete: { ...tiny.settings.compete, updates: 1, episodes: 8, evaluation: 4, verify: 2 },
    measure: { minds: 2, writers: 32, draws: 8, rewards: 2, gradient: 16 },
  },
  arms: { ...tiny.arms, race },
})

let root: string
beforeAll(() => loadBackend('wasm'))
beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'mettle-other-env-'))
})
afterAll(() => rmSync(root, { recursive: true, force: true }))

const io = (name: string) => {
  const dir = join(root, name)
  mkdirSync(dir)
  return { dir, progress: () => {} }
}

it('an arm competes in its own train env on the foundation that all arms share', async () => {
  const base = io('foundation')
  writeFileSync(join(base.dir, 'result.json'), JSON.stringify(await runFoundation(study, 0, null, base)))
  const { spec } = decodeCheckpoint(readFileSync(join(base.dir, 'checkpoint.safetensors')))
  expect(spec.layout.envs.map(({ id }) => id).slice(0, 2)).toEqual(['boardroom', 'puzzle-race'])
  for (const [arm, env] of [
    ['race', 'puzzle-race'],
    ['control', 'boardroom'],
  ]) {
    const own = io(arm)
    const result = await runTrial(study, { arm, regime: 'full', foundation: 0 }, base.dir, own)
    const [head] = readFileSync(join(own.dir, 'matches.jsonl'), 'utf8').split('\n')
    expect(JSON.parse(head)).toMatchObject({ env, params: { rounds: 2 } })
    expect(result.env).toBe(env)
    expect(result.verified.matches).toBe(2)
  }
})

describe('a study with an arm elsewhere', () => {
  const { race: inRace, control } = described(study).arms
  const program = { backend: 'wasm', mettle: '0', build: '0', files: [] } as const
  const keys = (of: Study) => {
    const { foundations, trials } = plan(of, identityOf(of, program), root)
    return Object.fromEntries([...foundations, ...trials].map(({ name, folder }) => [name, folder]))
  }
  const changed = (flag: string) => withOverrides(study, [parseOverride(flag)], 'study')

  it('says so where it is described, and compares it with nothing unless told', () => {
    expect(inRace).toMatchObject({ train: { id: 'puzzle-race', params: { rounds: 2 } }, comparedWith: null })
    expect(control).not.toHaveProperty('train')
    expect(described(study)).toMatchObject({ env: { id: 'boardroom' }, otherEnvs: [{ id: 'puzzle-race' }] })
    expect(described(tiny)).not.toHaveProperty('otherEnvs')
    expect(comparedWith({ arms: { ...study.arms, race: { ...race, comparedWith: 'control' } } }, 'race')).toBe(
      'control',
    )
  })
  it('keys its foundation and its trials by it', () => {
    const [once, more, without] = [study, changed('arms.race.env.rounds=3'), { ...study, arms: tiny.arms }].map(keys)
    for (const name of ['foundation.0', 'race.full.0', 'control.full.0']) expect(more[name]).not.toBe(once[name])
    for (const name of ['foundation.0', 'control.full.0']) expect(without[name]).not.toBe(once[name])
  })
  it('takes and judges overrides by the schema of that env', () => {
    expect(() => changed('arms.race.env.rigged=0.5')).toThrow(/--set arms.race.env.rigged=0.5: .*rigged/)
    expect(() => changed('arms.race.env.seats=9')).toThrow(/--set arms.race.env.seats=9: seats/)
    expect(() => changed('arms.control.env.rigged=0.5')).not.toThrow()
  })
  it('reports it with its env, and with no drag of its own', () => {
    const trials = ['control', 'punished', 'kl', 'race'].map((arm) => trial(arm, 0, 0.5, 0.1))
    const { arms } = summarise(study, [foundation(0)], trials, { hash: '', backend: '' })
    expect(arms.race.full).toMatchObject({ env: 'puzzle-race', comparedWith: null })
    expect(arms.control.full?.env).toBe('boardroom')
    expect(arms.race.full?.drag.D.final.revealed.neutral).toMatchObject({
      estimate: null,
      reason: expect.stringMatching(/control has no drag|trials are missing|no sign-reversed twin/),
    })
  })
  it('refuses an env that is no train env, and a control or reversed contest elsewhere', () => {
    const withArm = (name: string, train: typeof race.train) => () =>
      defineStudy({ ...study, arms: { ...study.arms, [name]: { ...race, train } } })
    expect(withArm('race', dictator as never)).toThrow('arm race: train expected a train env, got dictator')
    expect(withArm('punished', puzzleRace)).toThrow('arm punished, the sign-reversed twin of control: expected')
  })
})
