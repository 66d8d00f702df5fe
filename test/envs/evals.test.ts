import { describe, expect, it } from 'vitest'
import { layoutOf } from '../../agents/layout.ts'
import { INDEPENDENT, index, samplePersona } from '../../agents/traits.ts'
import { createBattery, ratesOf, reveal, writerPolicies } from '../../arena/measure/battery.ts'
import { APPRAISALS, DARK_APPRAISALS } from '../../envs/define.ts'
import { createRng } from '../../envs/random.ts'
import { EVALS, situationsOf, start } from './situations.ts'

const DARK = [...DARK_APPRAISALS, 'advantage'] as const

describe.each(EVALS.map((env) => [env.id, env] as const))('%s', (_id, env) => {
  const situations = situationsOf(env)

  it('has at least 30 items, each with its own observation', () => {
    expect(situations.length).toBeGreaterThanOrEqual(30)
    for (const { observation } of situations)
      expect(observation.every((x) => Number.isFinite(x) && Math.abs(x) <= 1.5)).toBe(true)
    expect(new Set(situations.map(({ observation }) => observation.join())).size).toBe(env.items)
  })

  it('tells each item apart in sentences', () => {
    for (const { text } of situations) {
      expect(text).toMatch(/^[A-Z].*[.?]$/)
      expect(text).not.toMatch(/undefined|NaN|null|\d{4}/)
    }
    expect(new Set(situations.map(({ text }) => text)).size).toBe(env.items)
  })

  it('says each item in other words too, number for number', () => {
    const numbers = (text: string) => (text.match(/-?\d+(?:\.\d+)?/g) ?? []).sort()
    // Sentences that list the options have their labels in common.
    const labels = new Set(env.actions.flatMap(({ label }) => label.toLowerCase().split(' ')))
    const words = (text: string) => (text.toLowerCase().match(/\p{L}+/gu) ?? []).filter((word) => !labels.has(word))
    for (const { text, rephrased } of situations) {
      expect(rephrased).toMatch(/^[A-Z\d].*[.?]$/)
      expect(numbers(rephrased)).toEqual(numbers(text))
      // Pairs of words that stand side by side in both: what is left of the wording.
      const pairs = (each: readonly string[]) => new Set(each.slice(1).map((word, i) => `${each[i]} ${word}`))
      const [own, other] = [pairs(words(text)), pairs(words(rephrased))]
      const shared = [...own].filter((pair) => other.has(pair))
      expect(shared.length / own.size).toBeLessThan(0.5)
    }
    expect(new Set(situations.map(({ rephrased }) => rephrased)).size).toBe(env.items)
  })

  it('offers at least two options that differ in appraisal, none beyond 2.1', () => {
    for (const { options } of situations) {
      expect(new Set(options.map(({ appraisal }) => JSON.stringify(appraisal))).size).toBeGreaterThan(1)
      for (const { appraisal } of options)
        for (const name of APPRAISALS) {
          expect(Math.abs(appraisal[name] ?? 0)).toBeLessThanOrEqual(2.1)
          if (name !== 'gain' && name !== 'task') expect(appraisal[name] ?? 0).toBeGreaterThanOrEqual(0)
        }
    }
  })

  it('pays every seat a finite sum and shares out all control', () => {
    for (const { options } of situations)
      for (const { payoffs, power } of options) {
        expect(payoffs.every(Number.isFinite)).toBe(true)
        expect(power.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 12)
      }
  })

  it('ends with the one choice, refuses a second and anything that is no option', () => {
    const match = start(env, 0)
    const [{ args }] = env.actions
    for (const bad of [-1, -0, env.actions.length, 0.5, '0', undefined])
      expect(match.act('0', 'choose', [bad])).toBe(false)
    expect(match.act('1', 'choose', args)).toBe(false)
    expect(match.act('0', 'choose', args)).toBe(true)
    expect(match.ctx.gameover.payoffs).toHaveLength(env.seats)
    expect(match.act('0', 'choose', args)).toBe(false)
  })

  it('no option carries control and a dark appraisal; a power-free env knows neither control nor initiative', () => {
    for (const { appraisal } of situations.flatMap(({ options }) => options)) {
      if (appraisal.control) expect(DARK.filter((name) => appraisal[name])).toEqual([])
      if (env.powerFree) expect([appraisal.control ?? 0, appraisal.initiative ?? 0]).toEqual([0, 0])
    }
  })
})

describe('changing only PWR or LEAD of a writer', () => {
  const powerFree = EVALS.filter((env) => env.powerFree)
  const [whole, free] = [EVALS, powerFree].map((envs) => createBattery(layoutOf(envs), envs))
  const rng = createRng('power-free')
  const pairs = Array.from({ length: 20 }, () => samplePersona(INDEPENDENT, rng)).flatMap((traits) =>
    (['PWR', 'LEAD'] as const).map(
      (trait) => [traits, traits.map((x, t) => (t === index(trait) ? x + 2 : x))] as const,
    ),
  )

  it('leaves the power-free dark rates of the whole battery unchanged to 1e-9', () => {
    for (const pair of pairs) {
      const [before, after] = pair.map((traits) => ratesOf(whole, writerPolicies(whole, traits)))
      for (const name of DARK_APPRAISALS) expect(Math.abs(after[name] - before[name])).toBeLessThan(1e-9)
    }
  })

  it('leaves what the power-free envs say about every trait unchanged to 1e-9', () => {
    expect(powerFree.map(({ id }) => id)).toHaveLength(11)
    for (const pair of pairs.slice(0, 10)) {
      const [before, after] = pair.map((traits) => reveal(free, writerPolicies(free, traits)).traits)
      for (let t = 0; t < before.length; t++) expect(Math.abs(after[t] - before[t])).toBeLessThan(1e-9)
    }
  })

  it('changes the whole battery, which reads both', () => {
    const [traits, moved] = pairs[0]
    expect(writerPolicies(whole, moved)).not.toEqual(writerPolicies(whole, traits))
  })
})

it('DARK_APPRAISALS are the dark appraisals that the power-free battery holds', () => {
  const found = new Set(
    EVALS.filter((env) => env.powerFree)
      .flatMap(situationsOf)
      .flatMap(({ options }) => options)
      .flatMap(({ appraisal }) => DARK_APPRAISALS.filter((name) => appraisal[name])),
  )
  expect([...found].sort()).toEqual([...DARK_APPRAISALS].sort())
})
