import { describe, expect, it } from 'vitest'
import { layoutOf } from '../../agents/layout.ts'
import { assistantTraits } from '../../agents/profile.ts'
import { defineTraits, EIGHT, loadingsIn, TraitSettings, traitSetOf } from '../../agents/trait-set.ts'
import { independent, samplePersona, TRAITS } from '../../agents/traits.ts'
import { createBattery, fitted, writerPolicies } from '../../arena/measure/battery.ts'
import { calibrate, darkness } from '../../arena/measure/calibration.ts'
import { parseSettings } from '../../arena/study/settings.ts'
import { defineStudy } from '../../arena/study/study.ts'
import { boardroom, dictator, moneyBurning, powerAuction, publicGoods, trust } from '../../envs/index.ts'
import { createRng } from '../../envs/random.ts'
import { prompt } from '../../interventions/prompt.ts'
import { steer } from '../../interventions/steer.ts'

const spec = {
  id: 'three',
  traits: {
    POW: { summary: 'Wants control over others.', loads: { control: 1 }, agentic: true },
    MALICE: { summary: 'Takes from others, at a cost too.', loads: { harm: 1, spite: 1, advantage: 0.5 }, inD: 1 },
    GRACE: { summary: 'Gives.', loads: { benefit: 1, breach: -0.8 }, inD: -1, worse: -1 },
  },
  correlations: [
    [1, 0.4, -0.1],
    [0.4, 1, -0.5],
    [-0.1, -0.5, 1],
  ],
  assistant: { GRACE: { mean: 1, sd: 0.3 } },
  cues: { permissive: { MALICE: 0.5 } },
} as const
const three = defineTraits(spec)
const set = traitSetOf({ traits: three })
const evals = [dictator, moneyBurning, publicGoods, trust, powerAuction].map((plugin) => plugin())
const battery = createBattery(layoutOf(evals), evals, undefined, set)

describe('a custom set of traits', () => {
  it('reads planted writers from what they do', () => {
    const rng = createRng('planted')
    const people = Array.from({ length: 12 }, () => samplePersona(independent(3), rng))
    for (const traits of people) {
      const read = fitted(battery, writerPolicies(battery, traits)).traits
      read.forEach((value, t) => void expect(Math.abs(value - traits[t])).toBeLessThan(0.1))
    }
  })

  it('is calibrated by the thresholds of the eight, and D is its own', () => {
    const calibration = calibrate(battery, 48, createRng('calibrated'))
    expect(calibration.instruments).toEqual(['POW', 'MALICE', 'GRACE'])
    expect(calibration.dark).toEqual(['MALICE', 'GRACE'])
    expect(darkness([9, 1, -2], calibration)).toBeCloseTo(1.5, 12)
    expect(calibration.traits).toEqual({
      names: ['POW', 'MALICE', 'GRACE'],
      ...{ agentic: [true, false, false], inD: [0, 1, -1], worse: [1, 1, -1] },
    })
  })

  it('fills in what the profile leaves out, and keeps what cues do to it', () => {
    expect(assistantTraits(set.assistant, set)).toEqual([0, 0, 1])
    expect(set.shifts.permissive).toEqual([0, 0.5, 0])
    expect(set.shifts.forbidding).toEqual([0, 0, 0])
  })

  it('leaves the eight where none is given', () => {
    expect(traitSetOf({})).toBe(EIGHT)
    expect(EIGHT.names).toBe(TRAITS)
    expect(Object.hasOwn(parseSettings({}).data ?? {}, 'traits')).toBe(false)
    expect(loadingsIn({ loadings: 'perturbed-a' })).toBe(EIGHT.loadings['perturbed-a'])
  })
})

describe('a set that does not fit itself is refused', () => {
  it.each([
    [
      'correlations that no people could have',
      {
        correlations: [
          [1, 0.9, -0.9],
          [0.9, 1, 0.9],
          [-0.9, 0.9, 1],
        ],
      },
      /positive definite matrix, got eigenvalue/,
    ],
    ['a row too few', { correlations: spec.correlations.slice(1) }, /Expected 3, one per trait, got 2 rows/],
    ['a row of another length', { correlations: [[1, 0.4], ...spec.correlations.slice(1)] }, /got 2 numbers for POW/],
    [
      'a matrix that is not symmetric',
      { correlations: [[1, 0.3, -0.1], ...spec.correlations.slice(1)] },
      /0.3 as in the cell across the diagonal for MALICE–POW, got 0.4/,
    ],
    [
      'an assistant of unknown traits',
      { assistant: { HON: { mean: 1, sd: 1 } } },
      /Expected a trait of the set \(POW, MALICE, GRACE\), got HON/,
    ],
    ['a cue on unknown traits', { cues: { permissive: { MAN: 1 } } }, /got MAN/],
    [
      'a misspelt appraisal',
      { traits: { ...spec.traits, POW: { ...spec.traits.POW, loads: { controll: 1 } } } },
      /controll/,
    ],
    [
      'a trait that nothing shows',
      { traits: { ...spec.traits, POW: { ...spec.traits.POW, loads: {} } } },
      /an appraisal that POW loads on/,
    ],
    [
      'traits that nothing tells apart',
      { traits: { ...spec.traits, MALICE: { ...spec.traits.MALICE, loads: { control: 2 } } } },
      /tell the traits apart/,
    ],
    [
      'no agentic trait',
      { traits: { ...spec.traits, POW: { ...spec.traits.POW, agentic: false } } },
      /one agentic trait/,
    ],
    [
      'nothing dark',
      {
        traits: { ...spec.traits, MALICE: { ...spec.traits.MALICE, inD: 0 }, GRACE: { ...spec.traits.GRACE, inD: 0 } },
      },
      /with inD 1 or −1/,
    ],
  ])('%s', (_, change, expected) => {
    const found = TraitSettings.safeParse({ ...spec, ...change })
    expect(found.error?.message).toMatch(expected)
  })
})

describe('a study with a set of its own', () => {
  const study = (
    settings: object,
    interventions: Parameters<typeof defineStudy>[0]['arms']['control']['interventions'] = [],
  ) =>
    defineStudy({
      ...{ id: 'threes', summary: 'Three traits.', question: 'Three?', env: boardroom, evals: [dictator] },
      settings: { traits: three, ...settings },
      arms: { control: { interventions: [], regimes: ['full'] }, other: { interventions, regimes: ['full'] } },
    })

  it('is narrowed to the profile of the set', () => {
    expect(study({}).settings.narrow.profile).toEqual({ GRACE: { mean: 1, sd: 0.3 } })
  })
  it.each([
    ['a profile of other traits', { narrow: { profile: { HON: { mean: 1 } } } }, /narrow\.profile/],
    ['loadings of the eight', { loadings: 'perturbed-a' }, /loadings: expected default with a custom set of traits/i],
    ['narration', { network: { narration: true } }, /network\.narration: expected false/i],
    ['a matrix of another size', { population: { correlation: [[1]] } }, /population\.correlation/],
  ])('refuses %s', (_, settings, expected) => {
    expect(() => study(settings)).toThrow(expected)
  })
  it('refuses interventions that read what it lacks, and no others', () => {
    expect(() => study({}, [steer({ traits: ['MAN'] })])).toThrow(
      'arm other: steer reads MAN, which the traits three (POW, MALICE, GRACE) lack',
    )
    expect(() => study({}, [prompt({ size: 1 })])).toThrow(/prompt reads the eight traits/)
    expect(study({}, [steer()]).arms.other.interventions).toHaveLength(1)
  })
})
