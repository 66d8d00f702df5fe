import { describe, expect, it } from 'vitest'
import { DIM, eigen } from '../../../agents/traits.ts'
import { nullsOf, slopeOf, withSpectrum } from '../../../arena/analysis/kappa-null.ts'
import { createRng } from '../../../envs/random.ts'

const PASSIVE = [2, 3, 4, 5, 6, 7]
const SPECTRUM = [3, 2, 1, 0.8, 0.5, 0.4, 0.2, 0.1]
const N = 12

/** Each foundation's own S, predictions from its first row, and drag at `kappa` times them with a little noise. */
function planted(kappa: number, noise = 0.05) {
  const rng = createRng('planted')
  const covariances = Array.from({ length: N }, () => withSpectrum(SPECTRUM, rng))
  const predicted = covariances.map((S) => PASSIVE.map((t) => S[t][0] / S[0][0]))
  const drags = predicted.map((row) => row.map((x) => kappa * x + noise * rng.normal()))
  const again = (others: readonly (readonly (readonly number[])[])[]) =>
    others.map((S, i) => ({ drag: drags[i], predicted: PASSIVE.map((t) => S[t][0] / S[0][0]) }))
  return { pairs: again(covariances), covariances, again }
}

describe('the nulls of κ', () => {
  it.each([1, -1])('neither other labels nor other directions give a planted κ of %f', (kappa) => {
    const { pairs, covariances, again } = planted(kappa)
    expect(slopeOf(pairs)).toBeCloseTo(kappa, 1)
    const { labels, rankMatched } = nullsOf(pairs, covariances, again)
    expect(labels.p).toBeLessThan(0.001)
    expect(rankMatched.p).toBeLessThan(0.01)
    expect(rankMatched.range[0]).toBeLessThan(0)
    expect(rankMatched.range[1]).toBeGreaterThan(0)
  })

  it('noise that follows no prediction is no rarer under the nulls', () => {
    const { pairs, covariances, again } = planted(0, 0.5)
    const { labels, rankMatched } = nullsOf(pairs, covariances, again)
    expect(labels.p).toBeGreaterThan(0.05)
    expect(rankMatched.p).toBeGreaterThan(0.05)
  })

  it('labels leave what all traits share: one drag for all and one prediction for all is no evidence', () => {
    const pairs = Array.from({ length: N }, () => ({
      drag: PASSIVE.map(() => 0.4),
      predicted: PASSIVE.map(() => 0.4),
    }))
    const { labels } = nullsOf(pairs, planted(1).covariances, planted(1).again)
    expect(labels.p).toBe(1)
  })

  it('a turned covariance keeps its eigenvalues', () => {
    const S = withSpectrum(SPECTRUM, createRng(1))
    expect(S).toHaveLength(DIM)
    eigen(S).forEach(({ value }, k) => {
      expect(value).toBeCloseTo(SPECTRUM[k], 9)
    })
  })
})
