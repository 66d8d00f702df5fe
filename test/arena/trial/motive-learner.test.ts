import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Mind, momentsOf, posteriorOf } from '../../../agents/actor.ts'
import { loadBackend } from '../../../agents/backend.ts'
import { actSource, type Evidence } from '../../../agents/evidence.ts'
import { layoutOf } from '../../../agents/layout.ts'
import { createNetwork, type Network } from '../../../agents/network.ts'
import { PERSONAS } from '../../../agents/personas.ts'
import { initialise } from '../../../agents/spec.ts'
import { createBattery } from '../../../arena/measure/battery.ts'
import { scenesOf } from '../../../arena/measure/scenes.ts'
import { tiny } from '../../../arena/studies/tiny.ts'
import { createLearner, type LearnerOptions } from '../../../arena/trial/learner.ts'
import type { Pipeline } from '../../../arena/trial/pipeline.ts'
import { handBack } from '../../../envs/hand-back/env.ts'
import { createRng } from '../../../envs/random.ts'
import type { MotiveSampler } from '../../../interventions/define.ts'

const envs = [handBack()]
const layout = layoutOf(envs)
const source = actSource(scenesOf(createBattery(layout, envs)))
const spec = {
  layout,
  evidence: { kind: 'acts' as const, width: source.width },
  ...{ persona: 4, adapter: 8, trunk: 8, bypass: 8, head: 8 },
}
const shown = (name: 'saint' | 'schemer'): Evidence =>
  source.show([PERSONAS[name].traits, PERSONAS[name].traits], 24, createRng(name))

let network: Network
beforeAll(async () => {
  await loadBackend('wasm')
  network = createNetwork(spec, initialise(spec, createRng('weights')))
})
afterAll(() => network.dispose())

/** Mean of what is drawn for episodes where an intervention offers such a sampler, and the assistant is the saint. */
function meanDrawn(offer: (q: MotiveSampler) => MotiveSampler, prompted?: Evidence): number[] {
  const pipeline = { motives: offer, has: (touch: string) => touch === 'persona' && prompted !== undefined }
  const { mind } = createLearner({
    ...{ regime: 'motive', settings: tiny.settings, network, evidence: shown('saint'), prompted },
    pipeline: pipeline as unknown as Pipeline,
  } as unknown as LearnerOptions)
  const rng = createRng('minds')
  const minds = Array.from({ length: 20_000 }, () => mind({} as Mind['cue'], rng).m)
  return Array.from(minds[0], (_, i) => minds.reduce((sum, m) => sum + m[i], 0) / minds.length)
}

describe('motives of a prompted persona', () => {
  // Another object of the same moments, as an intervention leaves that changes the covariance alone.
  const other = (q: MotiveSampler): MotiveSampler => ({ ...q })
  const same = (q: MotiveSampler): MotiveSampler => q

  it('stand where the prompt says beside a sampler of an intervention’s own, as they do without one', () => {
    const schemer = shown('schemer')
    const prompted = momentsOf(posteriorOf(network, schemer)).mean
    const assistant = momentsOf(posteriorOf(network, shown('saint'))).mean
    const apart = Math.sqrt(prompted.reduce((sum, x, i) => sum + (x - assistant[i]) * (x - assistant[i]), 0))
    const close = (drawn: readonly number[], mean: readonly number[]) =>
      drawn.forEach((x, i) => void expect(Math.abs(x - mean[i])).toBeLessThan(0.1 * apart))
    close(meanDrawn(other, schemer), prompted)
    close(meanDrawn(same, schemer), prompted)
    close(meanDrawn(other), assistant)
  })
  it('move with q from there', () => {
    const schemer = shown('schemer')
    const before = meanDrawn(other, schemer)
    const after = meanDrawn((q) => ({ ...q, mean: q.mean.map((mu) => mu + 1) }), schemer)
    after.forEach((x, i) => void expect(x - before[i]).toBeCloseTo(1, 5))
  })
})
