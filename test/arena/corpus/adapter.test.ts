import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { posteriorOf } from '../../../agents/actor.ts'
import { loadBackend, tf } from '../../../agents/backend.ts'
import { type Checkpoint, decodeCheckpoint, encodeCheckpoint } from '../../../agents/checkpoint.ts'
import { extend } from '../../../agents/extend.ts'
import type { Layout } from '../../../agents/layout.ts'
import { createNetwork } from '../../../agents/network.ts'
import { type AdapterFit, fitAdapter } from '../../../arena/index.ts'
import { createBattery, inputsUnder, networkPolicies } from '../../../arena/measure/battery.ts'
import { tiny } from '../../../arena/studies/tiny.ts'
import { evalEnvs } from '../../../arena/study/envs.ts'
import { defineStudy } from '../../../arena/study/study.ts'
import { runFoundation } from '../../../arena/trial/foundation.ts'
import { dilemma } from '../../../envs/dilemma/env.ts'
import { createRng } from '../../../envs/random.ts'
import { ultimatum } from '../../../envs/ultimatum/env.ts'
import { holdOne } from '../tournament/tournament.ts'

const rng = () => createRng('newcomer')
const studyOf = (sharing: 'rows' | 'descriptor', imitate: object = {}) =>
  defineStudy({
    ...tiny,
    settings: { ...tiny.settings, network: { sharing }, imitate: { steps: 300, batch: 128, ...imitate } },
  })

/** What the network makes of every item of the study's eval envs, in the blocks that `layout` has. */
function read({ spec, weights, assistant }: Checkpoint, layout: Layout) {
  const network = createNetwork(spec, weights)
  const battery = createBattery(spec.layout, evalEnvs(tiny))
  const items = battery.dilemmas.length
  const minds = posteriorOf(network, assistant).map(({ mean }) => mean)
  const m = tf.tile(tf.tensor2d(minds[0], [1, spec.persona]), [items, 1]) as tf.Tensor2D
  const mask = tf.tensor2d(battery.masks, [items, spec.layout.actions])
  const { z, value, logits } = network.forward(
    tf.tensor2d(inputsUnder(battery, 'permissive'), [battery.dilemmas.length, battery.layout.input]),
    m,
    mask,
  )
  const known = tf.slice(logits, [0, 0], [-1, layout.actions])
  const found = { minds, exact: [z, value, known].map((x) => [...x.dataSync()]) }
  const policies = networkPolicies(network, battery, minds, 'permissive').flatMap((policy) => [...policy])
  network.dispose()
  return { ...found, policies }
}

describe.each(['rows', 'descriptor'] as const)('a new env enters a finished network with %s', (sharing) => {
  const root = mkdtempSync(join(tmpdir(), 'mettle-adapter-'))
  let old: Checkpoint
  let fitted: AdapterFit
  beforeAll(async () => {
    await loadBackend('wasm')
    await runFoundation(studyOf(sharing, { steps: 500 }), 0, null, { dir: root, progress: () => {} })
    old = decodeCheckpoint(readFileSync(join(root, 'checkpoint.safetensors')))
    fitted = fitAdapter(studyOf(sharing), old, dilemma, {}, rng())
  }, 120_000)
  afterAll(() => rmSync(root, { recursive: true, force: true }))

  it('and leaves every weight that was there as it was', () => {
    const { weights, fresh } = extend(old.spec, old.weights, [dilemma()], createRng('anybody'))
    const own = sharing === 'rows' ? ['head/rows/w', 'head/rows/b'] : ['head/descriptor/w']
    expect(Object.keys(fresh)).toEqual(['adapter/w', ...own])
    for (const [name, { values }] of Object.entries(weights)) {
      const mask = fresh[name]?.values
      const kept = (all: Float32Array) => all.filter((_, i) => !mask?.[i])
      expect(kept(fitted.weights[name].values), name).toEqual(kept(values))
      const more = values.length - old.weights[name].values.length
      expect(mask?.reduce((sum, x) => sum + x, 0) ?? 0, name).toBe(name === 'persona/act/w' ? 0 : more)
    }
  })

  it('with the m, z, values and logits it had, bit for bit, in the envs that it knew', () => {
    const [before, after] = [old, fitted].map((each) => read(each, old.spec.layout))
    expect(after.minds).toEqual(before.minds)
    expect(after.exact).toEqual(before.exact)
    // softmax adds zeros for the new actions, in another order.
    after.policies.forEach((p, i) => void expect(Math.abs(p - before.policies[i])).toBeLessThan(3e-7))
  })

  it('and plays as writers do there, from evidence it could always read', () => {
    const unfitted = fitAdapter(studyOf(sharing, { steps: 1, learningRate: 0 }), old, dilemma, {}, rng())
    expect(fitted.imitation.gap).toBeLessThan(unfitted.imitation.gap / 2)
    expect(fitted.assistant).toEqual(old.assistant)
  })

  it('and takes its seat in a tournament there', async () => {
    const file = join(root, 'fitted.safetensors')
    writeFileSync(file, encodeCheckpoint(fitted.spec, fitted.weights, fitted.assistant))
    const { standings } = await holdOne({ envs: ['dilemma'], agents: [file, 'random'], matches: 2 })
    expect(standings.map(({ agent }) => agent).sort()).toEqual([file, 'random'].sort())
  })

  it('the same from the same stream, an eval env too, and none twice', () => {
    const short = studyOf(sharing, { steps: 3 })
    const again = () => fitAdapter(short, old, ultimatum, {}, rng())
    expect(again().weights).toEqual(again().weights)
    expect(() => fitAdapter(short, fitted, dilemma, {}, rng())).toThrow(/Expected an env beside those.*got dilemma/)
  })
})
