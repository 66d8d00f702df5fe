import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { loadBackend } from '../../../agents/backend.ts'
import { tiny } from '../../../arena/studies/tiny.ts'
import { type Arm, defineStudy } from '../../../arena/study/study.ts'
import { runFoundation } from '../../../arena/trial/foundation.ts'
import { best } from '../../../arena/trial/logged.ts'
import { runTrial } from '../../../arena/trial/trial.ts'
import type { Episode } from '../../../interventions/define.ts'
import { frame } from '../../../interventions/frame.ts'

const root = mkdtempSync(join(tmpdir(), 'mettle-test-log-'))
afterAll(() => rmSync(root, { recursive: true, force: true }))

const arm = (more: Partial<Arm>): Arm => ({ interventions: [], regimes: ['full', 'encoder'], ...more })
const under = (cue: 'permissive' | 'forbidding', log: Arm['log']) =>
  arm({ interventions: [frame({ cue, at: 'update' })], log })

const { settings } = tiny
const study = defineStudy({
  ...tiny,
  settings: {
    ...settings,
    env: { rounds: 2 },
    corpus: { ...settings.corpus, matches: 6 },
    compete: { ...settings.compete, updates: 4, episodes: 16, evaluation: 8, measureEvery: 1, warmup: 0 },
    measure: { minds: 2, writers: 32, draws: 8, rewards: 2, gradient: 16 },
  },
  arms: {
    control: arm({}),
    plain: arm({ log: 'reinforce' }),
    permissive: under('permissive', 'reinforce'),
    forbidding: under('forbidding', 'reinforce'),
    imitated: under('permissive', 'imitate'),
    near: arm({ log: 'imitate', settings: { compete: { stopAtKl: 1e-9 } } }),
  },
})

/** The metrics of every update, as written. */
async function metricsOf(name: string, regime: 'full' | 'encoder' = 'full') {
  const dir = join(root, `${name.replaceAll(' ', '-')}-${regime}`)
  mkdirSync(dir)
  const { path } = await runTrial(study, { arm: name, regime, foundation: 0 }, root, {
    dir,
    progress: () => {},
  })
  const lines = readFileSync(join(dir, 'metrics.jsonl'), 'utf8').trim().split('\n')
  return { path, updates: lines.map((line): Readonly<Record<string, number>> => JSON.parse(line)) }
}

describe('arms that learn from a log', () => {
  beforeAll(async () => {
    await loadBackend('wasm')
    const base = await runFoundation(study, 0, null, { dir: root, progress: () => {} })
    writeFileSync(join(root, 'result.json'), JSON.stringify(base))
  })

  it('meet the same acts under every cue and both updates, and learn other things from them', async () => {
    const names = ['plain', 'permissive', 'forbidding', 'imitated', 'plain punished']
    const all = []
    for (const name of names) all.push(await metricsOf(name))
    const [plain, permissive, forbidding, imitated, punished] = all.map(({ updates }) => updates)
    const played = (updates: typeof plain) =>
      updates.map((each) => [each.reward, each.power, each['coverage/actions'], each['coverage/volume']])
    for (const each of [permissive, forbidding, imitated, punished]) expect(played(each)).toEqual(played(plain))
    const learned = [plain, permissive, forbidding, imitated, punished].map((updates) => updates.at(-1)?.['log/kl'])
    expect(new Set(learned).size).toBe(5)
    for (const kl of learned) expect(kl).toBeGreaterThan(0)
  }, 60_000)
  it('meet them in encoder too, where persona inference alone learns', async () => {
    const [full, encoder] = [await metricsOf('forbidding punished'), await metricsOf('forbidding punished', 'encoder')]
    expect(encoder.updates.map(({ reward }) => reward)).toEqual(full.updates.map(({ reward }) => reward))
    expect(encoder.updates.at(-1)?.['log/kl']).toBeGreaterThan(0)
    expect(encoder.updates.at(-1)?.['log/kl']).not.toBe(full.updates.at(-1)?.['log/kl'])
  }, 60_000)
  it('are not what an arm does that plays for itself', async () => {
    const own = await metricsOf('control')
    expect(own.updates[0]['log/kl']).toBeUndefined()
  })
  it('stop where they are as far from where they started as was asked', async () => {
    const { path, updates } = await metricsOf('near')
    expect(path.map(({ update }) => update)).toEqual([0, 1])
    expect(updates).toHaveLength(1)
  })
  it('are refused in motive, which trains no weight', () =>
    expect(() =>
      defineStudy({ ...tiny, settings, arms: { ...study.arms, m: arm({ log: 'imitate', regimes: ['motive'] }) } }),
    ).toThrow(/arm m: a log trains weights/))
})

describe('the best episodes', () => {
  const episodes = fc.array(fc.array(fc.integer({ min: -3, max: 3 }), { minLength: 1, maxLength: 4 }), { minLength: 2 })
  const made = (rewards: readonly (readonly number[])[]): Episode[] =>
    rewards.map((own, match) => ({
      ...{ match, rewards: own, weight: 0.5 },
      tags: { actions: [], reported: false, rigged: false, power: 0 },
    }))
  const total = ({ rewards }: Episode) => rewards.reduce((sum, x) => sum + x, 0)
  it('are as many as asked for, none of which brought less than one left out; weights of the kept stay', () =>
    fc.assert(
      fc.property(episodes, fc.double({ min: 0.001, max: 1, noNaN: true }), (rewards, share) => {
        const all = best(made(rewards), share)
        const [kept, left] = [true, false].map((own) => all.filter(({ weight }) => weight > 0 === own))
        expect(kept).toHaveLength(Math.max(1, Math.round(share * rewards.length)))
        expect(Math.min(...kept.map(total))).toBeGreaterThanOrEqual(Math.max(...left.map(total), -100))
        for (const { weight } of kept) expect(weight).toBe(0.5)
      }),
    ))
})
