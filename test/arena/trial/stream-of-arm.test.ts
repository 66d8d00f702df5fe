import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { loadBackend } from '../../../agents/backend.ts'
import { summarise } from '../../../arena/analysis/summarise.ts'
import { tiny } from '../../../arena/studies/tiny.ts'
import { describe as described } from '../../../arena/study/describe.ts'
import { type Arm, defineStudy } from '../../../arena/study/study.ts'
import { runFoundation } from '../../../arena/trial/foundation.ts'
import { runTrial } from '../../../arena/trial/trial.ts'
import { foundation, trial } from '../analysis/made-up-run.ts'

const plain = { interventions: [], regimes: ['motive' as const, 'full' as const] }
const again: Arm = { ...plain, stream: 'again', role: 'control', comparedWith: 'control' }
const study = defineStudy({
  ...tiny,
  settings: {
    ...tiny.settings,
    foundations: 1,
    env: { rounds: 2 },
    corpus: { matches: 6 },
    imitate: { steps: 4, batch: 64 },
    narrow: { steps: 2 },
    compete: { ...tiny.settings.compete, updates: 2, episodes: 8, motiveEpisodes: 8, evaluation: 4, verify: 2 },
    measure: { ...tiny.settings.measure, minds: 2, writers: 32, gradient: 16 },
  },
  arms: { ...tiny.arms, same: plain, again },
})

let root: string
beforeAll(() => loadBackend('wasm'))
beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'mettle-stream-'))
})
afterAll(() => rmSync(root, { recursive: true, force: true }))

const io = (name: string) => {
  const dir = join(root, name)
  mkdirSync(dir)
  return { dir, progress: () => {} }
}

it('an arm with a stream of its own starts where control starts, meets the same matches and learns from others', async () => {
  const base = io('foundation')
  writeFileSync(join(base.dir, 'result.json'), JSON.stringify(await runFoundation(study, 0, null, base)))
  for (const regime of plain.regimes) {
    const run = async (arm: string) => {
      const own = io(`${arm}-${regime}`)
      const { path, untreated } = await runTrial(study, { arm, regime, foundation: 0 }, base.dir, own)
      return { path, untreated, weights: readFileSync(join(own.dir, 'checkpoint.safetensors')).toString('base64') }
    }
    const [control, same, other] = [await run('control'), await run('same'), await run('again')]
    expect(same).toEqual(control)
    expect(other.untreated).toEqual(control.untreated)
    expect(other.path[0]).toEqual(control.path[0])
    expect(other.path.at(-1)).not.toEqual(control.path.at(-1))
    expect(other.weights === control.weights).toBe(regime === 'motive')
  }
})

it('its contrast with control is printed, in no family of effects, and it is described', () => {
  const { arms } = described(study)
  expect(arms.again).toMatchObject({ stream: 'again', comparedWith: 'control' })
  expect(arms.control).not.toHaveProperty('stream')
  const level = { control: 0.5, punished: -0.5, kl: 0.2, same: 0.5, again: 0.4, 'again punished': -0.4 }
  const trials = Object.entries(level).map(([arm, D]) => trial(arm, 0, D, 0.1))
  const { full } = summarise(study, [foundation(0)], trials, { hash: '', backend: '' }).arms.again
  expect(full?.effect.estimate).toBeCloseTo(0.1, 9)
  expect(full?.verdict.test?.family ?? []).not.toContain('again')
})
