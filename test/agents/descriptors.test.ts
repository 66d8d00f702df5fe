import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { loadBackend, tf } from '../../agents/backend.ts'
import { type Checkpoint, decodeCheckpoint, encodeCheckpoint } from '../../agents/checkpoint.ts'
import { describeActions } from '../../agents/descriptors.ts'
import { createNetwork } from '../../agents/network.ts'
import { initialise, specOf } from '../../agents/spec.ts'
import { ASSISTANT } from '../../agents/traits.ts'
import { traitAssistant } from '../../arena/corpus/evidence.ts'
import { tiny } from '../../arena/studies/tiny.ts'
import { Settings } from '../../arena/study/settings.ts'
import { defineStudy } from '../../arena/study/study.ts'
import { runFoundation } from '../../arena/trial/foundation.ts'
import { runTrial } from '../../arena/trial/trial.ts'
import { boardroom } from '../../envs/boardroom/env.ts'
import { ENVS } from '../../envs/catalog.ts'
import { dictator } from '../../envs/dictator/env.ts'
import { createRng } from '../../envs/random.ts'
import { freezeBypass } from '../../interventions/freeze-bypass.ts'

const root = mkdtempSync(join(tmpdir(), 'mettle-descriptors-'))
beforeAll(() => loadBackend('wasm'))
afterAll(() => rmSync(root, { recursive: true, force: true }))

const envs = [boardroom(), dictator()]
const evidence = { kind: 'traits' as const, width: 16 }
const widths = { ...Settings.parse({}).network, head: 8 }

describe('what an action is', () => {
  it('is its env, its move and its arguments, numbers between −1 and 1', () => {
    const game = { id: 'a', actions: [0, 5, 10].map((x) => ({ move: 'bid', args: [x, 'soft'], label: `${x}` })) }
    expect(describeActions([game])).toEqual({
      columns: ['env a', 'move bid', 'argument 0', 'number 0', 'argument 1', 'argument 1 "soft"'],
      rows: [-1, 0, 1].map((x) => [1, 1, 1, x, 1, 1]),
    })
  })

  it('is the same words in the same order every time, and no two actions are the same', () => {
    const all = () => ENVS.map((plugin) => plugin())
    const { columns, rows } = describeActions(all())
    expect(describeActions(all())).toEqual({ columns, rows })
    expect(new Set(rows.map((row) => row.join())).size).toBe(rows.length)
    expect(rows.flat().every((x) => Math.abs(x) <= 1)).toBe(true)
  })
})

describe('sharing: descriptor', () => {
  const spec = specOf(envs, evidence, { ...widths, sharing: 'descriptor' })
  const logits = (checkpoint: Pick<Checkpoint, 'spec' | 'weights'>) => {
    const network = createNetwork(checkpoint.spec, checkpoint.weights)
    const { input, actions } = checkpoint.spec.layout
    const out = network
      .forward(tf.ones([2, input]), tf.ones([2, spec.persona]), tf.ones([2, actions]))
      .logits.dataSync()
    network.dispose()
    return [...out]
  }

  it('scores an action by the head and by what the action is, and by nothing else', () => {
    const weights = initialise(spec, createRng('shared'))
    expect(Object.keys(weights)).not.toContain('head/rows/w')
    const own = logits({ spec, weights })
    const twin = { ...spec, descriptors: { ...describeActions(envs), rows: describeActions(envs).rows.toReversed() } }
    const { actions } = spec.layout
    expect(logits({ spec: twin, weights }).slice(0, actions)).toEqual(own.slice(0, actions).toReversed())
  })

  it('travels in a checkpoint; one that does not say so has rows', () => {
    const weights = initialise(spec, createRng('travels'))
    const read = decodeCheckpoint(encodeCheckpoint(spec, weights, traitAssistant(ASSISTANT)))
    expect(read.spec).toEqual(spec)
    expect(logits(read)).toEqual(logits({ spec, weights }))
    const rows = specOf(envs, evidence, widths)
    expect(rows).not.toHaveProperty('descriptors')
    expect(Object.keys(initialise(rows, createRng('rows')))).toContain('head/rows/w')
  })

  it('is imitated with, reinforced and frozen by name', async () => {
    const study = defineStudy({
      ...tiny,
      settings: {
        ...tiny.settings,
        network: { sharing: 'descriptor' },
        corpus: { matches: 4 },
        imitate: { steps: 8, batch: 64 },
        measure: { ...tiny.settings.measure, writers: 16, minds: 2, gradient: 16 },
      },
      arms: { ...tiny.arms, frozen: { interventions: [freezeBypass()], regimes: ['full'] } },
    })
    const base = join(root, 'base')
    mkdirSync(base)
    const made = await runFoundation(study, 0, null, { dir: base, progress: () => {} })
    writeFileSync(join(base, 'result.json'), JSON.stringify(made))
    const ended = async (arm: string) => {
      const dir = join(root, arm)
      cpSync(base, dir, { recursive: true })
      await runTrial(study, { arm, regime: 'full', foundation: 0 }, base, { dir, progress: () => {} })
      return decodeCheckpoint(readFileSync(join(dir, 'checkpoint.safetensors'))).weights
    }
    const before = decodeCheckpoint(readFileSync(join(base, 'checkpoint.safetensors')))
    const start = initialise(before.spec, createRng(1))
    const [own, frozen] = [await ended('control'), await ended('frozen')]
    for (const name of ['head/descriptor/w', 'head/descriptor/b', 'head/score/w', 'head/score/b']) {
      expect(before.weights[name].shape, name).toEqual(start[name].shape)
      expect(own[name].values, name).not.toEqual(before.weights[name].values)
      if (name.endsWith('/b'))
        expect(
          before.weights[name].values.some((x) => x !== 0),
          name,
        ).toBe(true)
    }
    expect(own['bypass/w'].values).not.toEqual(before.weights['bypass/w'].values)
    expect(frozen['bypass/w'].values).toEqual(before.weights['bypass/w'].values)
    expect(frozen['head/score/w'].values).not.toEqual(before.weights['head/score/w'].values)
  })
})
