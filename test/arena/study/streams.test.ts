import { describe, expect, it } from 'vitest'
import { tiny } from '../../../arena/studies/tiny.ts'
import { foundationRng, mindRng, panelRng, populationRng, streamOf } from '../../../arena/study/streams.ts'
import { defineStudy } from '../../../arena/study/study.ts'
import type { Rng } from '../../../envs/random.ts'
import { correlate } from '../../../interventions/correlate.ts'
import { shuffleReward } from '../../../interventions/shuffle-reward.ts'

const full = { regimes: ['full'] as const, role: 'control' as const }
const study = defineStudy({
  ...tiny,
  arms: {
    control: { interventions: [], regimes: ['full'] },
    shuffled: { interventions: [shuffleReward()], ...full },
    'uncorrelated shuffled': { interventions: [correlate(), shuffleReward()], ...full },
    'inverted shuffled': { interventions: [correlate({ s: -1 }), shuffleReward()], ...full },
    inverted: { interventions: [correlate({ s: -1 })], regimes: ['full'] },
  },
})
const N = 2000
const ARMS = ['shuffled', 'uncorrelated shuffled', 'inverted shuffled'] as const

/** Over foundations, by arm: the first draw of each stream. */
const draws = (of: (arm: string, foundation: number) => Rng) =>
  ARMS.map((arm) => Array.from({ length: N }, (_, foundation) => of(arm, foundation).uniform() - 0.5))
const correlation = (a: readonly number[], b: readonly number[]) =>
  a.reduce((sum, x, i) => sum + x * b[i], 0) /
  Math.sqrt(a.reduce((s, x) => s + x * x, 0) * b.reduce((s, x) => s + x * x, 0))

describe('three corpora are three independent draws', () => {
  it.each<[string, (arm: string, foundation: number) => Rng]>([
    ['of reinforcement', (arm, foundation) => streamOf(study, { arm, regime: 'full', foundation })],
    ['of minds', (arm, foundation) => mindRng(study, foundation, arm)],
    ['of weights', (arm, foundation) => foundationRng(study, foundation, arm).fork('weights')],
  ])('%s', (_, of) => {
    const [a, b, c] = draws(of)
    for (const r of [correlation(a, b), correlation(b, c), correlation(a, c)])
      expect(Math.abs(r) * Math.sqrt(N)).toBeLessThan(3.9)
  })
})

it('arms on one corpus share all of it, and all arms the population that corpora are made from, and the panels', () => {
  const first = (rng: Rng) => rng.uniform()
  const stream = (arm: string) => first(streamOf(study, { arm, regime: 'full', foundation: 3 }))
  for (const [one, other] of [
    ['control', 'shuffled'],
    ['control', 'punished'],
    ['inverted', 'inverted shuffled'],
    ['inverted', 'inverted punished'],
  ])
    expect(stream(other)).toBe(stream(one))
  expect(first(mindRng(study, 3, null))).toBe(first(mindRng(study, 3, 'punished')))
  expect(first(populationRng(study, 3))).toBe(first(populationRng(study, 3)))
  expect(first(panelRng(study))).toBe(first(panelRng(study)))
})
