import { describe, expect, it } from 'vitest'
import { encode } from '../../agents/layout.ts'
import { COMMON } from '../../envs/define.ts'
import { kuhn, nashConv, type Strategy, value } from '../fixtures/kuhn.ts'
import { dilemma } from '../fixtures/matrix.ts'
import { recall } from '../fixtures/recall.ts'
import { policyOn, sandbox } from '../fixtures/train.ts'
import { NIGHTLY } from '../needs.ts'

const UPDATES = 320
const UNIFORM: Strategy = [0, 1, 2].map(() => [0.5, 0.5, 0.5, 0.5])

describe('known answers of the fixtures', () => {
  it('uniform Kuhn has NashConv 11/12, always passing 2', () => {
    expect(nashConv(UNIFORM)).toBeCloseTo(11 / 12, 12)
    expect(nashConv([0, 1, 2].map(() => [0, 0, 0, 0]))).toBeCloseTo(2, 12)
  })
  it('an equilibrium of Kuhn has NashConv 0 and value −1/18', () => {
    const third = 1 / 3
    const equilibrium = [
      [0, third, 0, 0],
      [0, 0, third, third],
      [0, 1, 1, 1],
    ]
    expect(nashConv(equilibrium)).toBeCloseTo(0, 12)
    expect(value(equilibrium)).toBeCloseTo(-1 / 18, 12)
  })
})

describe('PPO learns what it should', () => {
  it.runIf(NIGHTLY)(
    'Kuhn poker: the average policy of self-play comes within NashConv .1 and near −1/18 (nightly)',
    async () => {
      const box = await sandbox(kuhn(), 'kuhn', 512, { learningRate: { encoder: 5e-4, full: 5e-4 }, epochs: 2 })
      const { layout } = box.network.spec
      const states = [0, 1, 2].flatMap((card) =>
        [0, 1, 2, 3].map((history) => {
          const observation = new Float32Array(COMMON + 7)
          observation[COMMON + card] = 1
          observation[COMMON + 3 + history] = 1
          const row = new Float32Array(layout.input)
          encode(layout, layout.envs[0], observation, 'neutral', row)
          return row
        }),
      )
      const bets = states.map(() => 0)
      const reached = states.map(() => 0)
      for (let update = 0; update < UPDATES; update++) {
        const now = policyOn(box.network, states)
        if (update >= UPDATES / 4) {
          // Sequence-form average: an iterate counts by how often its player gets there.
          const weight = (s: number) => (s % 4 === 3 ? 1 - now[s - 3][1] : 1)
          for (let s = 0; s < states.length; s++) {
            bets[s] += weight(s) * now[s][1]
            reached[s] += weight(s)
          }
        }
        box.step(Math.max(0.08, 0.25 * (1 - update / UPDATES)))
      }
      box.dispose()
      const average = [0, 1, 2].map((card) => [0, 1, 2, 3].map((h) => bets[4 * card + h] / reached[4 * card + h]))
      expect(nashConv(average)).toBeLessThan(0.1)
      expect(Math.abs(value(average) + 1 / 18)).toBeLessThan(0.03)
    },
    240_000,
  )

  it("prisoner's dilemma: both seats defect, the one equilibrium", async () => {
    const box = await sandbox(dilemma(), 'dilemma', 128, { learningRate: { encoder: 1e-3, full: 1e-3 } })
    const row = new Float32Array(box.network.spec.layout.input)
    encode(box.network.spec.layout, box.network.spec.layout.envs[0], new Float32Array(COMMON + 1), 'neutral', row)
    for (let update = 0; update < 40; update++) box.step()
    const [[, defects]] = policyOn(box.network, [row])
    box.dispose()
    expect(defects).toBeGreaterThan(0.97)
  })

  it('two-step memory: writes the cue into its first action and reads it back', async () => {
    const box = await sandbox(recall(), 'recall', 128, { learningRate: { encoder: 1e-3, full: 1e-3 }, entropy: 0.05 })
    let reward = 0
    for (let update = 0; update < 60; update++) {
      const { played } = box.step()
      if (update >= 55) reward += played.reduce((sum, { scores }) => sum + scores[0], 0) / played.length / 5
    }
    box.dispose()
    expect(reward).toBeGreaterThan(0.95)
  })
})
