import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { a2c } from '../../agents/a2c.ts'
import { encode } from '../../agents/layout.ts'
import { defineLearner } from '../../agents/learner.ts'
import { describe as described } from '../../arena/study/describe.ts'
import { defineStudy } from '../../arena/study/study.ts'
import { COMMON } from '../../envs/define.ts'
import { boardroom, dictator } from '../../envs/index.ts'
import { dilemma } from '../fixtures/matrix.ts'
import { policyOn, sandbox } from '../fixtures/train.ts'

const study = (control: object) =>
  defineStudy({
    ...{ id: 'learners', summary: 'Learners.', question: 'Which?', env: boardroom, evals: [dictator] },
    arms: { control: { interventions: [], regimes: ['full'], ...control } },
  })

describe('A2C', () => {
  it("learns the prisoner's dilemma where PPO does: both seats defect", async () => {
    const learner = a2c({ rate: 3e-3, warmup: 0, gamma: 1 })
    const box = await sandbox(dilemma(), 'dilemma', 128, {}, learner)
    const { layout } = box.network.spec
    const row = new Float32Array(layout.input)
    encode(layout, layout.envs[0], new Float32Array(COMMON + 1), 'neutral', row)
    const [[, before]] = policyOn(box.network, [row])
    for (let update = 0; update < 60; update++) box.step()
    const [[, defects]] = policyOn(box.network, [row])
    box.dispose()
    expect(before).toBeLessThan(0.7)
    expect(defects).toBeGreaterThan(0.95)
  })

  it('trains the critic alone while it warms up', async () => {
    const box = await sandbox(dilemma(), 'dilemma', 32, {}, a2c({ rate: 1e-2, warmup: 1 }))
    const weights = () =>
      Object.entries(box.network.weights()).map(([name, { values }]) => [name, [...values]] as const)
    const before = Object.fromEntries(weights())
    box.step()
    for (const [name, values] of weights())
      if (name === 'head/rows/w') expect(values).toEqual(before[name])
      else if (name === 'critic/out/b') expect(values).not.toEqual(before[name])
    box.dispose()
  })
})

describe('a learner in a study', () => {
  it('is part of the hash where an arm names one, and of no other study', () => {
    const arms = described(study({ learner: a2c({ rate: 5e-4 }) })).arms
    expect(arms.control.learner).toMatchObject({ id: 'a2c', version: 1, params: { rate: 5e-4, warmup: 2 } })
    expect(arms.punished.learner).toEqual(arms.control.learner)
    expect(Object.hasOwn(described(study({})).arms.control, 'learner')).toBe(false)
  })
  it.each([
    [
      'in motive, which changes no weight',
      { learner: a2c(), regimes: ['motive'] },
      /a2c trains weights: expected encoder or full/,
    ],
    ['with a log', { learner: a2c(), log: 'reinforce' }, /PPO alone learns from, got a2c/],
    ['that was not called', { learner: a2c }, /expected a value from a learner plugin/],
  ])('is refused %s', (_, control, expected) => {
    expect(() => study(control)).toThrow(expected)
  })
  it('refuses params that do not fit, and a plugin without its parts', () => {
    expect(() => a2c({ rate: 2 })).toThrow(/rate/)
    expect(() => defineLearner({ id: 'x', version: 1, summary: 'None.', params: z.strictObject({}) } as never)).toThrow(
      /create/,
    )
  })
})
