import { describe, expect, it } from 'vitest'
import { aftermathOf } from '../../envs/aftermath.ts'
import { newCrisis } from '../../envs/new-crisis/env.ts'
import { renegotiation } from '../../envs/renegotiation/env.ts'
import { EVALS, situation, situationsOf } from './situations.ts'

describe('aftermathOf', () => {
  it('is the mean chance over eight years that a settlement still holds', () => {
    expect(aftermathOf({ heat: 0.3, victims: 0.2, grievance: 0 })).toEqual({
      escalation: 0.3,
      collateral: 0.2,
      stability: expect.closeTo((0.98 / 0.02 / 8) * (1 - 0.98 * 0.98 * 0.98 * 0.98 * 0.98 * 0.98 * 0.98 * 0.98), 12),
    })
  })
  it('falls with grievance', () => {
    const stabilities = [0, 0.25, 0.5, 1].map((grievance) => aftermathOf({ heat: 0, victims: 0, grievance }).stability)
    expect(stabilities).toEqual(stabilities.toSorted((a, b) => b - a))
    expect(stabilities[3]).toBeCloseTo(0.184, 3)
  })
})

it('the two same-domain scenarios, and no other env, say what each option leaves behind', () => {
  expect(EVALS.filter((env) => env.aftermath).map(({ id }) => id)).toEqual(['renegotiation', 'new-crisis'])
})

describe.each([renegotiation(), newCrisis()])('$id', (env) => {
  const options = situationsOf(env).flatMap((each) => each.options)

  it('keeps its three outcome numbers in 0 … 1, and moves each of them', () => {
    for (const name of ['escalation', 'collateral', 'stability'] as const) {
      const values = options.map(({ aftermath }) => aftermath?.[name] as number)
      expect(Math.min(...values)).toBeGreaterThanOrEqual(0)
      expect(Math.max(...values)).toBeLessThanOrEqual(1)
      expect(Math.max(...values) - Math.min(...values)).toBeGreaterThan(0.5)
    }
  })

  it('collateral is what the third party loses', () => {
    for (const { aftermath, payoffs } of options) expect(aftermath?.collateral).toBe(Math.max(0, -payoffs[2]))
  })

  it('keeps control and dark appraisals in different decisions', () => {
    for (const { options: choices } of situationsOf(env)) {
      const names = new Set(choices.flatMap(({ appraisal }) => Object.keys(appraisal)))
      const dark = ['deceit', 'coercion', 'harm', 'breach', 'spite'].filter((name) => names.has(name))
      if (names.has('control') || names.has('initiative')) expect(dark).toEqual([])
    }
  })
})

describe('renegotiation', () => {
  it('its dark ways pay the same and differ in whom they hurt', () => {
    const options = situation(renegotiation(), 'relations are strained', 'brings you 0.8', 'bear 0.6')
    const dark = ['flatter', 'coerce', 'shift', 'break'].map((way) => options[way])
    expect(new Set(dark.map(({ payoffs }) => payoffs[0])).size).toBe(1)
    expect(options.coerce.appraisal).toEqual({ gain: 1, coercion: 1 })
    expect(options.shift.payoffs[2]).toBe(-0.6)
    expect(options.break.aftermath?.escalation).toBeGreaterThan(options.flatter.aftermath?.escalation as number)
    expect(options.collaborate.aftermath?.stability).toBeGreaterThan(options.break.aftermath?.stability as number)
  })
})

describe('new-crisis', () => {
  it('a strike escalates further and hits more where more neighbours are near', () => {
    const [one, three] = ['1 neighbour ', '3 neighbours'].map((near) =>
      situation(newCrisis(), near, 'exposure of 0.9', 'worth 0.6'),
    )
    expect(three.strike.appraisal).toEqual({ gain: expect.closeTo(0.9, 12), harm: expect.closeTo(0.9, 12) })
    expect(one.strike.appraisal.harm).toBeCloseTo(0.54, 12)
    expect(three.strike.aftermath?.escalation).toBeGreaterThan(one.strike.aftermath?.escalation as number)
    expect(three.commando.payoffs[0]).toBe(three.strike.payoffs[0])
    expect(three.diplomacy.aftermath?.collateral).toBe(0)
  })
  it('a reprisal hurts at an own cost; aid costs half of what it gives', () => {
    const { aid, leave, reprisal } = situation(newCrisis(), 'adversary 0.9', 'cost you 0.02', 'it 1.5')
    expect(aid.payoffs).toEqual([-0.45, 0.9, 0])
    expect(reprisal.appraisal).toEqual({ gain: -0.02, spite: 1.5 })
    expect(leave.payoffs).toEqual([0, 0, 0])
  })
})
