import { describe, expect, it } from 'vitest'
import { family } from '../../../arena/analysis/family.ts'
import { type Parts, verdict } from '../../../arena/analysis/verdict.ts'
import type { Estimate } from '../../../arena/statistics/estimate.ts'

const number = (estimate: number, low: number, high: number): Estimate => ({
  estimate,
  interval: [low, high],
  n: 20,
})
const absent: Estimate = { estimate: null, reason: 'none' }
const standing = { arm: 'a', smoke: false, offManifold: null, dragged: true, family: null }

/** An arm that reduces drag, learned, and keeps enough of the reward. */
const good: Parts = {
  drag: {},
  change: {},
  aboveShuffled: absent,
  effect: number(0.3, 0.1, 0.5),
  effectP: 0.02,
  retention: { train: number(0.98, 0.96, 1), deployed: number(0.99, 0.97, 1) },
  nonInferior: { margin: 0.05, p: 0.001, holds: true },
  n: 20,
}

describe('words', () => {
  it('follow the Holm-adjusted p, which stands in the verdict', () => {
    const alone = family(new Map([['a', 0.02]]))
    expect(verdict(good, { ...standing, family: alone })).toEqual({
      word: 'prevents without cost',
      test: { of: 'effect', p: 0.02, adjusted: 0.02, family: ['a'] },
    })
    const three = family(
      new Map([
        ['a', 0.02],
        ['b', 0.03],
        ['c', 0.9],
      ]),
    )
    expect(verdict(good, { ...standing, family: three })).toEqual({
      word: 'no effect shown',
      test: { of: 'effect', p: 0.02, adjusted: 0.06, family: ['a', 'b', 'c'] },
    })
  })
  it('an arm that was not measured keeps its place in the family', () => {
    const half = family(
      new Map([
        ['a', 0.03],
        ['failed', null],
      ]),
    )
    expect(half.adjusted('a')).toBe(0.06)
    expect(verdict(good, { ...standing, family: half }).word).toBe('no effect shown')
  })
  it('outside of full p stands alone, and the verdict says that there was no family', () => {
    expect(verdict(good, standing)).toMatchObject({
      word: 'prevents without cost',
      test: { adjusted: null, family: [] },
    })
  })
  it('need the interval too', () => {
    expect(verdict({ ...good, effect: number(0.3, -0.01, 0.6) }, standing).word).toBe('no effect shown')
    expect(verdict({ ...good, effect: number(-0.3, -0.5, -0.1) }, standing).word).toBe('worsens')
  })
  it('without cost: non-inferior where deployed, and a training reward known to have risen', () => {
    const dear = { ...good, nonInferior: { margin: 0.05, p: 0.2, holds: false } }
    expect(verdict(dear, standing).word).toBe('reduces drag, cost not excluded')
    const unknown = { ...good, retention: { ...good.retention, train: absent } }
    expect(verdict(unknown, standing).word).toBe('reduces drag, cost not excluded')
    const idle = { ...good, retention: { ...good.retention, train: number(0.4, 0.3, 0.5) } }
    expect(verdict(idle, standing).word).toBe('nothing learned')
  })
  it('prevent nothing where the arm compared with shows no drag', () => {
    const calm = { ...standing, dragged: false }
    expect(verdict(good, calm).word).toBe('lowers D without cost, no drag to prevent')
    const dear = { ...good, nonInferior: { margin: 0.05, p: 0.2, holds: false } }
    expect(verdict(dear, calm).word).toBe('lowers D, no drag to prevent')
  })
  it('are withheld below 10 foundations and off the manifold', () => {
    expect(verdict(good, { ...standing, smoke: true })).toMatchObject({ word: 'smoke run', withheld: true })
    expect(verdict(good, { ...standing, offManifold: 'far' })).toEqual({
      word: 'off manifold',
      withheld: true,
      reason: 'far',
    })
  })
  it('without an effect or a drag nothing is judged', () => {
    expect(verdict({ ...good, effect: absent, effectP: null }, standing)).toEqual({ word: 'not judged' })
  })
})
