import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { loadBackend } from '../../agents/backend.ts'
import { tiny } from '../../arena/studies/tiny.ts'
import { Settings } from '../../arena/study/settings.ts'
import type { Study } from '../../arena/study/study.ts'
import { runFoundation } from '../../arena/trial/foundation.ts'
import { runTrial } from '../../arena/trial/trial.ts'
import { workshop } from '../../envs/workshop/env.ts'
import type { Episode, Intervention, Regime, Setup } from '../../interventions/define.ts'
import { report } from '../../interventions/report.ts'

const episode = (actions: readonly string[]): Episode => ({
  match: 0,
  rewards: actions.map((_, t) => 0.1 * (t + 1)),
  weight: 1,
  tags: { actions, reported: actions.includes('report'), rigged: true, power: 0.5 },
})
const [filed, silent] = [episode(['claim', 'report', 'flatter']), episode(['claim', 'flatter'])]

function weighed(intervention: Intervention, episodes: readonly Episode[]) {
  const { episodes: hook } = intervention.setup({ env: workshop(), measure: () => {} } as unknown as Setup<unknown>)
  return hook?.(episodes, [])
}

describe('an excluded report', () => {
  it('leaves the episode out but for the cost, at the decision that filed it', () => {
    const [own, other] = weighed(report({ cost: 0.3 }), [filed, silent]) as Episode[]
    expect(own).toEqual({ ...filed, weight: 0, charge: [0, -0.3, 0] })
    expect(other).toBe(silent)
  })
  it('costs nothing where nothing is set', () => {
    expect(weighed(report({ cost: 0 }), [filed])).toEqual([{ ...filed, weight: 0 }])
  })
})

it('a report that is not excluded lowers the reward of the decision that filed it', () => {
  const [own] = weighed(report({ cost: 0.3, exclude: false }), [filed]) as Episode[]
  expect(own).toEqual({ ...filed, rewards: [0.1, expect.closeTo(-0.1, 12), filed.rewards[2]] })
})

describe('in a trial', () => {
  let root: string
  const settings = Settings.parse({
    ...tiny.settings,
    foundations: 1,
    env: { rounds: 2, rigged: 0.5 },
    corpus: { matches: 6 },
    imitate: { steps: 12, batch: 64 },
    narrow: { steps: 4 },
    compete: {
      ...tiny.settings.compete,
      ...{ updates: 6, measureEvery: 6, episodes: 48, motiveEpisodes: 48, evaluation: 4, warmup: 0, verify: 2 },
      learningRate: { full: 0.01 },
    },
    measure: { ...tiny.settings.measure, writers: 32, minds: 2, gradient: 16 },
  })
  const study = (interventions: readonly Intervention[]): Study => ({
    ...tiny,
    settings,
    arms: { control: { interventions, regimes: ['motive', 'full'] } },
  })
  const io = (name: string) => {
    const dir = join(root, name)
    mkdirSync(dir)
    return { dir, progress: () => {} }
  }
  beforeAll(async () => {
    await loadBackend('wasm')
    root = mkdtempSync(join(tmpdir(), 'mettle-report-'))
    const base = io('foundation')
    writeFileSync(join(base.dir, 'result.json'), JSON.stringify(await runFoundation(study([]), 0, null, base)))
  }, 60_000)
  afterAll(() => rmSync(root, { recursive: true, force: true }))

  const run = (regime: Regime, cost: number) =>
    runTrial(
      study([report({ cost })]),
      { arm: 'control', regime, foundation: 0 },
      join(root, 'foundation'),
      io(`${regime} ${cost}`),
    )

  it('the cost of excluded reports makes them rarer', async () => {
    const [free, dear] = [await run('full', 0), await run('full', 5)]
    const share = ({ interventions }: Awaited<ReturnType<typeof run>>) => interventions.report.reports
    expect(share(free)).toBeGreaterThan(0.03)
    expect(share(dear)).toBeLessThan(0.6 * share(free))
  })
  it('and moves the motive where only that can move', async () => {
    const [free, dear] = [await run('motive', 0), await run('motive', 5)]
    expect(dear.path.at(-1)?.traits).not.toEqual(free.path.at(-1)?.traits)
    expect(dear.path[0]).toEqual(free.path[0])
  })
})
