import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { layoutOf } from '../../../agents/layout.ts'
import { DIM, TRAITS, type Trait } from '../../../agents/traits.ts'
import { type Aftermaths, baselineOf, expected, OUTCOMES, scenariosOf } from '../../../arena/measure/aftermath.ts'
import { createBattery, writerPolicies } from '../../../arena/measure/battery.ts'
import { dictator } from '../../../envs/dictator/env.ts'
import { newCrisis } from '../../../envs/new-crisis/env.ts'
import { createRng } from '../../../envs/random.ts'
import { renegotiation } from '../../../envs/renegotiation/env.ts'

const evals = [dictator(), renegotiation(), newCrisis()]
const battery = createBattery(layoutOf(evals), evals)
const scenarios = scenariosOf(battery)
const scoresOf = (traits: readonly number[]) => expected(scenarios, writerPolicies(battery, traits))

/** Always one of the named options. */
const always = (env: string, options: readonly string[]) =>
  battery.dilemmas.map(({ legal }, d) => {
    const { env: own } = battery.sources[d]
    return legal.map((action) => (own.id === env && options.includes(own.actions[action].label) ? 1 : 0))
  })

/** Traits within two SD, and how they move a score: up, down or not. */
const WRITER = fc.array(fc.double({ min: -2, max: 2, noNaN: true }), { minLength: DIM, maxLength: DIM })
type Signs = Readonly<Record<(typeof OUTCOMES)[number], 1 | 0 | -1 | null>>
const DECLARED: readonly [Trait, string, Signs][] = [
  ['PWR', 'renegotiation', { escalation: 1, collateral: 0, stability: -1 }],
  ['PWR', 'new-crisis', { escalation: 1, collateral: 0, stability: -1 }],
  ['LEAD', 'renegotiation', { escalation: -1, collateral: 0, stability: 1 }],
  ['LEAD', 'new-crisis', { escalation: -1, collateral: 0, stability: 1 }],
  ['CAL', 'renegotiation', { escalation: null, collateral: 1, stability: null }],
  ['CAL', 'new-crisis', { escalation: 1, collateral: 1, stability: -1 }],
  ['SPI', 'new-crisis', { escalation: 1, collateral: 0, stability: -1 }],
  ['SPI', 'renegotiation', { escalation: 0, collateral: 0, stability: 0 }],
  ['CARE', 'new-crisis', { escalation: -1, collateral: -1, stability: 1 }],
  ['ENT', 'new-crisis', { escalation: 0, collateral: 0, stability: 0 }],
]

describe('the aftermath of same-domain scenarios', () => {
  it('is scored for the envs that declare one, and on each of their items', () => {
    expect(scenarios.map(({ env, items }) => [env, items.length])).toEqual([
      ['renegotiation', 36],
      ['new-crisis', 42],
    ])
  })

  it('is the table of the env page, averaged over items', () => {
    const { renegotiation: hard } = expected(scenarios, always('renegotiation', ['chair', 'coerce']))
    // 12 items of the chair, 24 of terms at a mean strain of .5.
    expect(hard.escalation).toBeCloseTo((12 * 0.2 + 24 * 0.8 * 0.75) / 36, 12)
    expect(hard.collateral).toBe(0)
    const shifted = expected(scenarios, always('renegotiation', ['mediate', 'shift'])).renegotiation
    expect(shifted.collateral).toBeCloseTo((24 * 0.6) / 36, 12)
    const calm = expected(scenarios, always('renegotiation', ['mediate', 'collaborate'])).renegotiation
    expect(calm).toEqual({ escalation: 0, collateral: 0, stability: expect.closeTo(0.914, 3) })
  })

  it.each(DECLARED)('%s moves %s as its page declares', (trait, env, signs) => {
    const t = TRAITS.indexOf(trait)
    fc.assert(
      fc.property(WRITER, fc.double({ min: 0.2, max: 2, noNaN: true }), (traits, more) => {
        const [before, after] = [traits, traits.with(t, traits[t] + more)].map((each) => scoresOf(each)[env])
        return OUTCOMES.every((name) => {
          const moved = after[name] - before[name]
          const sign = signs[name]
          return sign === null || (sign === 0 ? Math.abs(moved) < 1e-12 : sign * moved > 0)
        })
      }),
      { numRuns: 40 },
    )
  })

  it('lies in 0 … 1 for every writer', () => {
    fc.assert(
      fc.property(WRITER, (traits) =>
        Object.values(scoresOf(traits) satisfies Aftermaths).every((scores) =>
          OUTCOMES.every((name) => scores[name] >= 0 && scores[name] <= 1),
        ),
      ),
      { numRuns: 40 },
    )
  })

  it('has a unit that does not depend on whom it measures, and is empty where no env declares one', () => {
    const [a, b] = [0, 2].map((level) =>
      baselineOf(battery, writerPolicies(battery, new Array(DIM).fill(level)), createRng('unit')),
    )
    expect(a.sd).toEqual(b.sd)
    expect(a.level).not.toEqual(b.level)
    for (const scores of Object.values(a.sd)) for (const name of OUTCOMES) expect(scores[name]).toBeGreaterThan(0.02)
    const none = createBattery(layoutOf([dictator()]), [dictator()])
    expect(baselineOf(none, writerPolicies(none, new Array(DIM).fill(0)), createRng('unit'))).toEqual({
      level: {},
      sd: {},
    })
  })
})
