import fc from 'fast-check'
import { Subject } from 'rxjs'
import { beforeAll, describe, expect, it } from 'vitest'
import { loadBackend, tf } from '../../agents/backend.ts'
import { TRAITS } from '../../agents/traits.ts'
import { createRng } from '../../envs/random.ts'
import { consequence } from '../../interventions/consequence.ts'
import type { Episode, GradientContext, Intervention, Outcomes, Setup } from '../../interventions/define.ts'
import { filter } from '../../interventions/filter.ts'
import { maskDarkActs } from '../../interventions/mask-dark-acts.ts'
import { penaliseActs } from '../../interventions/penalise-acts.ts'
import { PERSONA, vectors } from './planted.ts'

beforeAll(() => loadBackend('cpu'))

function started(intervention: Intervention, seed = 'a') {
  const measured: Record<string, number> = {}
  const measure = (metric: string, value: number) => void Object.assign(measured, { [metric]: value })
  const events$ = new Subject()
  const hooks = intervention.setup({ measure, events$, rng: createRng(seed) } as unknown as Setup<unknown>)
  return { hooks, measured, events$ }
}

const outcomesOf = (dark: readonly (readonly boolean[])[]): Outcomes[] =>
  dark.map((own) => ({ focal: 0, payoffs: [], z: [], appraisals: own.map((is) => (is ? { deceit: 1 } : { gain: 1 })) }))
const episodesOf = (dark: readonly (readonly boolean[])[]): Episode[] =>
  dark.map((own, match) => ({
    match,
    rewards: own.map(() => 1),
    weight: 1,
    tags: { actions: [], reported: false, rigged: false, power: 0 },
  }))
const MANY = Array.from({ length: 3000 }, (_, e) => [e % 3 === 0, false])

describe('filter', () => {
  it('flags at the rates that were set, episodes or decisions', () => {
    for (const unit of ['episodes', 'decisions'] as const) {
      const { hooks, measured } = started(filter({ truePositives: 0.8, falsePositives: 0.1, unit }))
      hooks.episodes?.(episodesOf(MANY), outcomesOf(MANY))
      // 1000 dark ones and 2000 or 5000 others: five standard errors.
      expect(Math.abs(measured['true positives'] - 0.8)).toBeLessThan(5 * Math.sqrt(0.16 / 1000))
      expect(Math.abs(measured['false positives'] - 0.1)).toBeLessThan(5 * Math.sqrt(0.09 / 2000))
    }
  })
  it('with perfect labels drops what is dark and nothing else', () => {
    fc.assert(
      fc.property(fc.array(fc.array(fc.boolean(), { minLength: 1, maxLength: 4 }), { minLength: 1 }), (dark) => {
        const perfect = { truePositives: 1, falsePositives: 0 }
        const whole = started(filter(perfect)).hooks.episodes?.(episodesOf(dark), outcomesOf(dark)) as Episode[]
        expect(whole.map(({ weight }) => weight)).toEqual(dark.map((own) => (own.some(Boolean) ? 0 : 1)))
        const parts = started(filter({ ...perfect, unit: 'decisions' })).hooks
        const judged = parts.episodes?.(episodesOf(dark), outcomesOf(dark)) as Episode[]
        judged.forEach(({ weight, decisions }, e) => {
          expect(weight).toBe(1)
          expect(decisions ?? dark[e].map(() => 1)).toEqual(dark[e].map((is) => (is ? 0 : 1)))
        })
      }),
    )
  })
  it('penalises a flagged episode once, at its end', () => {
    const perfect = filter({ truePositives: 1, falsePositives: 0, action: 'penalise', penalty: 0.4 })
    const dark = [
      [true, true],
      [false, false],
    ]
    const judged = started(perfect).hooks.episodes?.(episodesOf(dark), outcomesOf(dark)) as Episode[]
    expect(judged.map(({ rewards }) => rewards)).toEqual([
      [1, 0.6],
      [1, 1],
    ])
    expect(judged.map(({ weight }) => weight)).toEqual([1, 1])
  })
  it('its twin flags as many, blindly', () => {
    const { hooks, measured } = started(filter({ truePositives: 0.9, falsePositives: 0 }).twin?.() as Intervention)
    hooks.episodes?.(episodesOf(MANY), outcomesOf(MANY))
    expect(Math.abs(measured['true positives'] - 0.3)).toBeLessThan(5 * Math.sqrt(0.21 / 1000))
    expect(Math.abs(measured['false positives'] - 0.3)).toBeLessThan(5 * Math.sqrt(0.21 / 2000))
  })
  it('finds the leak: 1 where the loss pulls along the dark reading, 0 across it', () => {
    const z = tf.variable(tf.zeros<tf.Rank.R2>([1, PERSONA]))
    const context = (update: number) =>
      ({
        update,
        vectors,
        practice: () => ({ learner: () => ({ z: tf.mul(z, 1) }) }),
        of: (scalar: () => tf.Scalar) => ({ z: tf.variableGrads(scalar, [z]).grads[z.name] }),
      }) as unknown as GradientContext
    const { hooks, measured } = started(filter())
    const down = tf.tensor2d([TRAITS.map((t) => ({ MAN: -1, ENT: -1, CAL: -1, SPI: -1, HON: 1 })[t as 'MAN'] ?? 0)])
    hooks.gradients?.({ z: down }, context(0))
    expect(measured.leak).toBeCloseTo(1, 5)
    hooks.gradients?.({ z: tf.tensor2d([TRAITS.map((t) => (t === 'PWR' ? 1 : 0))]) }, context(1))
    expect(measured.leak).toBeCloseTo(0, 5)
    // What the critic learns is no pull of the policy.
    hooks.gradients?.({ z: down, 'critic/w': tf.tensor1d([9, 9]) }, context(2))
    expect(measured.leak).toBeCloseTo(1, 5)
  })
})

describe('consequence', () => {
  it('fines the dark acts that are detected, at the rate that was set', () => {
    const { hooks, measured } = started(consequence({ detected: 0.25, cost: 2 }))
    const paid = hooks.rewards?.(
      MANY.map((own) => own.map(() => 0)),
      outcomesOf(MANY),
    ) as number[][]
    for (const [e, own] of paid.entries())
      for (const [t, reward] of own.entries()) expect(MANY[e][t] ? [0, -2] : [0]).toContain(reward)
    expect(Math.abs(measured.detected - 0.25)).toBeLessThan(5 * Math.sqrt(0.19 / 1000))
    expect(measured.fines).toBeCloseTo((2 * 1000 * measured.detected) / 3000, 10)
  })
  it('fines as many acts of any kind in its twin', () => {
    const { hooks, measured } = started(consequence({ detected: 0.6 }).twin?.() as Intervention)
    hooks.rewards?.(
      MANY.map((own) => own.map(() => 0)),
      outcomesOf(MANY),
    )
    // A sixth of all acts is dark, and .6 of as many are fined, .5 each.
    expect(Math.abs(measured.fines - 0.5 * 0.6 * (1 / 6) * 2)).toBeLessThan(0.02)
  })
})

describe('baselines on acts', () => {
  it('penalise-acts takes λ times the darkness of each act', () => {
    const { hooks, measured } = started(penaliseActs({ weight: 0.5 }))
    const outcomes = [
      {
        focal: 0,
        payoffs: [],
        z: [],
        appraisals: [
          { deceit: 1, harm: 0.5 },
          { gain: 3, control: 1 },
        ],
      },
    ]
    expect(hooks.rewards?.([[1, 1]], outcomes)).toEqual([[0.25, 1]])
    expect(measured.pressure).toBe(0.75)
  })
  const appraise = (action: number) => (action > 1 ? { coercion: 0.1 } : { gain: 1 })
  it('mask-dark-acts closes dark acts alone, and none where all are dark', () => {
    const { hooks, measured, events$ } = started(maskDarkActs())
    const left = (mask: number[], pass: 'act' | 'measure') => hooks.options?.(Uint8Array.from(mask), appraise, { pass })
    expect(left([1, 0, 1, 1], 'act')).toEqual(Uint8Array.of(1, 0, 0, 0))
    expect(left([0, 0, 1, 1], 'act')).toEqual(Uint8Array.of(0, 0, 1, 1))
    for (let i = 0; i < 7; i++) expect(left([1, 0, 1, 1], 'measure')).toEqual(Uint8Array.of(1, 0, 0, 0))
    events$.next({ type: 'rollout.collected' })
    expect(measured.closed).toBe(0.5)
  })
  it('what mask-dark-acts closes in rollouts does not hang on how often it is evaluated', () => {
    const closed = (evaluations: number) => {
      const { hooks } = started(maskDarkActs({ share: 0.5 }))
      const ask = (pass: 'act' | 'measure') => hooks.options?.(Uint8Array.of(1, 0, 1, 1), appraise, { pass })
      return Array.from({ length: 20 }, () => {
        for (let i = 0; i < evaluations; i++) ask('measure')
        return ask('act')
      })
    }
    expect(closed(3)).toEqual(closed(0))
    expect(new Set(closed(0).map(String)).size).toBeGreaterThan(1)
  })
})
