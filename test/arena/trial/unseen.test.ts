import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { loadBackend } from '../../../agents/backend.ts'
import { type Checkpoint, decodeCheckpoint } from '../../../agents/checkpoint.ts'
import { extend } from '../../../agents/extend.ts'
import { blockOf } from '../../../agents/layout.ts'
import { population } from '../../../agents/traits.ts'
import { poolsOf } from '../../../arena/corpus/pools.ts'
import { createBattery } from '../../../arena/measure/battery.ts'
import { scenesOf } from '../../../arena/measure/scenes.ts'
import { foundationKey, identityOf } from '../../../arena/store/identity.ts'
import type { FoundationResult, TrialResult } from '../../../arena/store/results.ts'
import { tiny } from '../../../arena/studies/tiny.ts'
import { describe as described } from '../../../arena/study/describe.ts'
import { evalEnvs } from '../../../arena/study/envs.ts'
import { defineStudy } from '../../../arena/study/study.ts'
import { runFoundation } from '../../../arena/trial/foundation.ts'
import { runTrial } from '../../../arena/trial/trial.ts'
import { boardroom } from '../../../envs/boardroom/env.ts'
import { bribery } from '../../../envs/bribery/env.ts'
import { dictator } from '../../../envs/dictator/env.ts'
import { promise } from '../../../envs/promise/env.ts'
import { createRng } from '../../../envs/random.ts'

const seen = defineStudy({
  ...tiny,
  settings: {
    ...tiny.settings,
    foundations: 1,
    env: { rounds: 2 },
    corpus: { matches: 6 },
    imitate: { steps: 15, batch: 64 },
    narrow: { steps: 2 },
    compete: { ...tiny.settings.compete, updates: 3, learningRate: { full: 0.01 }, episodes: 8, evaluation: 4 },
    measure: { ...tiny.settings.measure, minds: 2, writers: 32, gradient: 16 },
  },
})
const unseen = [bribery, promise]
const study = defineStudy({ ...seen, unseen })

let root: string
let [without, whole]: { result: FoundationResult; checkpoint: Checkpoint; dir: string }[] = []
beforeAll(async () => {
  await loadBackend('wasm')
  root = mkdtempSync(join(tmpdir(), 'mettle-unseen-'))
  without = await founded(seen, 'without')
  whole = await founded(study, 'whole')
}, 120_000)
afterAll(() => rmSync(root, { recursive: true, force: true }))

function io(name: string) {
  const dir = join(root, name)
  mkdirSync(dir)
  return { dir, progress: () => {} }
}

async function founded(of: typeof study, name: string) {
  const { dir, progress } = io(name)
  const result = await runFoundation(of, 0, null, { dir, progress })
  writeFileSync(join(dir, 'result.json'), JSON.stringify(result))
  return { result, checkpoint: decodeCheckpoint(readFileSync(join(dir, 'checkpoint.safetensors'))), dir }
}

describe('the unseen envs of a foundation', () => {
  it('enter its network and change nothing else that was read of it', () => {
    const { unseen: found, ...rest } = whole.result
    expect(rest).toEqual(without.result)
    expect(whole.checkpoint.spec.layout.envs.map(({ id }) => id)).toEqual([
      ...without.checkpoint.spec.layout.envs.map(({ id }) => id),
      'bribery',
      'promise',
    ])
    expect(found?.revealed.neutral.traits).toHaveLength(8)
    expect(found?.imitation?.gap).toBeGreaterThan(0)
  })

  it('leave every weight that was there bit for bit, and train rows of their own alone', () => {
    const old = without.checkpoint
    const envs = unseen.map((plugin) => plugin())
    const { weights, fresh } = extend(old.spec, old.weights, envs, createRng('anybody'))
    expect(Object.keys(fresh)).toEqual(['adapter/w', 'head/rows/w', 'head/rows/b'])
    for (const [name, { values }] of Object.entries(weights)) {
      const kept = (all: Float32Array) => all.filter((_, i) => !fresh[name]?.values[i])
      expect(kept(whole.checkpoint.weights[name].values), name).toEqual(kept(values))
    }
    expect(whole.checkpoint.assistant).toEqual(old.assistant)
  })

  it('are in neither imitation nor evidence', () => {
    const { layout } = whole.checkpoint.spec
    const battery = createBattery(layout, evalEnvs(study))
    const pools = poolsOf(study, battery, population(1), createRng('corpus'))
    expect(pools.map(({ env }) => env)).toEqual(['boardroom', ...seen.evals.map(({ spec }) => spec.id)])
    const held = unseen.map(({ spec }) => blockOf(layout, spec.id).index)
    expect(scenesOf(battery).blocks.filter((block) => held.includes(block))).toEqual([])
  })

  it('make a foundation of another key', () => {
    const program = { backend: 'wasm' as const, mettle: '0', build: '0', files: [] }
    const [a, b] = [seen, study].map((each) => foundationKey(identityOf(each, program), 0, []))
    expect(a).not.toBe(b)
    expect(described(seen)).not.toHaveProperty('unseen')
  })
})

describe('a trial', () => {
  const run = (updates: number, name: string): Promise<TrialResult> => {
    const short = { ...study, settings: { ...study.settings, compete: { ...study.settings.compete, updates } } }
    return runTrial(short, { arm: 'control', regime: 'full', foundation: 0 }, whole.dir, io(name))
  }

  it('reads the unseen envs by the same minds: unchanged before the first update', async () => {
    const { unseen: read } = await run(0, 'none')
    expect(read?.before).toEqual(whole.result.unseen?.revealed)
    expect(read?.after).toEqual(read?.before)
  })

  it('and as deployed after RL, whose updates reach heads and hidden units but none of their own rows', async () => {
    const { unseen: read } = await run(3, 'some')
    expect(read?.after.neutral.traits).not.toEqual(read?.before.neutral.traits)
    const after = decodeCheckpoint(readFileSync(join(root, 'some', 'checkpoint.safetensors'))).weights
    const { layout, head } = whole.checkpoint.spec
    const { firstRow } = blockOf(layout, 'bribery')
    const rows = ({ values }: { values: Float32Array }) =>
      Array.from({ length: head }, (_, h) => [...values.slice(h * layout.actions + firstRow, (h + 1) * layout.actions)])
    expect(rows(after['head/rows/w'])).toEqual(rows(whole.checkpoint.weights['head/rows/w']))
    expect(after['head/hidden/w']).not.toEqual(whole.checkpoint.weights['head/hidden/w'])
  })
})

it('a study refuses unseen envs that RL may use, that it shows, or that it names twice', () => {
  const of =
    (...envs: NonNullable<typeof study.unseen>) =>
    () =>
      defineStudy({ ...seen, unseen: envs })
  expect(of(boardroom)).toThrow(/unseen: expected eval envs, got boardroom/)
  expect(of(dictator)).toThrow(/unseen: expected envs that are not in evals, got dictator/)
  expect(of(promise, promise)).toThrow(/unseen\[1\]: expected every env once, got promise again after unseen\[0\]/)
})
