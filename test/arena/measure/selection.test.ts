import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { loadBackend } from '../../../agents/backend.ts'
import { decodeCheckpoint } from '../../../agents/checkpoint.ts'
import { traitSource } from '../../../agents/evidence.ts'
import { createNetwork } from '../../../agents/network.ts'
import type { Weights } from '../../../agents/spec.ts'
import { index, TRAITS } from '../../../agents/traits.ts'
import { networkGradient } from '../../../arena/measure/selection.ts'
import { writerPanel } from '../../../arena/play/panel.ts'
import { tiny } from '../../../arena/studies/tiny.ts'
import { trainEnv } from '../../../arena/study/envs.ts'
import { panelRng } from '../../../arena/study/streams.ts'
import { defineStudy } from '../../../arena/study/study.ts'
import { runFoundation } from '../../../arena/trial/foundation.ts'
import { createRng } from '../../../envs/random.ts'

const dir = mkdtempSync(join(tmpdir(), 'mettle-selection-'))
const study = defineStudy({
  ...tiny,
  settings: {
    ...tiny.settings,
    evidence: { kind: 'traits' },
    corpus: { matches: 120 },
    imitate: { steps: 600, batch: 256 },
    measure: { minds: 4, writers: 64, draws: 8, rewards: 2, gradient: 256 },
  },
})

describe('the selection gradient of a network', () => {
  let found: Awaited<ReturnType<typeof runFoundation>>
  beforeAll(async () => {
    await loadBackend('wasm')
    found = await runFoundation(study, 0, null, { dir, progress: () => {} })
  })
  afterAll(() => rmSync(dir, { recursive: true, force: true }))

  it('is that of the writers whom it imitates where it is shown their traits: PWR pays, and nothing dark', () => {
    const PWR = index('PWR')
    const { beta, networkBeta } = found
    console.info(TRAITS.map((t, i) => `${t} ${beta[i].toFixed(2)} ${networkBeta[i].toFixed(2)}`).join(', '))
    expect(networkBeta[PWR]).toBeGreaterThan(0.4 * beta[PWR])
    for (const [i, trait] of TRAITS.entries())
      if (i !== PWR && trait !== 'LEAD') expect(Math.abs(networkBeta[i]), trait).toBeLessThan(0.3 * networkBeta[PWR])
  })

  it('is 0 for one that hears nothing of its evidence, and the same twice', () => {
    const { spec, weights } = decodeCheckpoint(readFileSync(join(dir, 'checkpoint.safetensors')))
    const env = trainEnv(study)
    const panel = { writers: writerPanel(8, panelRng(study).fork('held out')) }
    const gradientOf = (own: Weights) => {
      const network = createNetwork(spec, own)
      const found = networkGradient(network, traitSource, env, panel, 24, createRng('selected'), 4)
      network.dispose()
      return found
    }
    const deaf = Object.entries(weights).map(([name, { shape, values }]) => [
      name,
      { shape, values: name === 'persona/hidden/w' ? new Float32Array(values.length) : values },
    ])
    for (const x of gradientOf(Object.fromEntries(deaf))) expect(Math.abs(x)).toBeLessThan(1e-12)
    expect(gradientOf(weights)).toEqual(gradientOf(weights))
    expect(Math.max(...gradientOf(weights))).toBeGreaterThan(0)
  })
})
