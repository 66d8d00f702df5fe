import { xoroshiro128plusFromState } from 'pure-rand/generator/xoroshiro128plus'

/**
 * A seeded stream of randomness. Forks are labelled, so a plugin that draws one more number never shifts the numbers
 * that another plugin sees. Nothing in Mettle that decides anything draws from elsewhere.
 */
export interface Rng {
  /** Uniform in [0, 1), 32 bits of resolution. */
  uniform(): number
  /** Uniform integer in 0 … below−1. */
  integer(below: number): number
  /** Standard normal (Box–Muller, both halves used). */
  normal(): number
  /** Index with probability proportional to `weights[i] ≥ 0`; the last positive one where rounding leaves a rest. */
  weighted(weights: ArrayLike<number>): number
  /** A new stream, fixed by this stream's seed and the label alone: draws made here do not move it. */
  fork(label: string | number): Rng
  /**
   * A seed as text for another generator, as a match takes it: 128 bits, hashed from this stream's own. boardgame.io's
   * generator barely mixes what it is seeded with, so seeds that end in a counter would open in a line.
   */
  readonly seed: string
}

/**
 * FNV-1a over UTF-16 code units, then murmur3's mixer, so that labels which differ in one letter get unrelated seeds.
 */
export function hash32(text: string): number {
  let h = 0x811c9dc5
  for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193)
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b)
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35)
  return (h ^ (h >>> 16)) >>> 0
}

/** Four hashes of a text, one each for the words of a 128-bit state. */
const words = (text: string) => [0, 1, 2, 3].map((salt) => hash32(`${salt}:${text}`))

/** A stream from a seed: xoroshiro128+ whose state is hashed from the seed's text. */
export function createRng(seed: string | number): Rng {
  const name = String(seed)
  const source = xoroshiro128plusFromState(words(name).map((word) => word | 0))
  let spare: number | undefined

  const uniform = () => (source.next() >>> 0) / 0x1_0000_0000

  return {
    get seed() {
      return words(`seed:${name}`)
        .map((word) => word.toString(16).padStart(8, '0'))
        .join('')
    },
    uniform,
    integer: (below) => Math.floor(uniform() * below),
    normal() {
      if (spare !== undefined) {
        const value = spare
        spare = undefined
        return value
      }
      const radius = Math.sqrt(-2 * Math.log(1 - uniform()))
      const angle = 2 * Math.PI * uniform()
      spare = radius * Math.sin(angle)
      return radius * Math.cos(angle)
    },
    weighted(weights) {
      let total = 0
      for (let i = 0; i < weights.length; i++) total += weights[i]
      let rest = uniform() * total
      let last = 0
      for (let i = 0; i < weights.length; i++) {
        if (weights[i] <= 0) continue
        last = i
        rest -= weights[i]
        if (rest < 0) return i
      }
      return last
    },
    fork: (label) => createRng(`${name}/${label}`),
  }
}

/** A copy in random order (Fisher–Yates). */
export function shuffled<T>(items: readonly T[], rng: Rng): T[] {
  const out = [...items]
  for (let i = out.length - 1; i > 0; i--) {
    const j = rng.integer(i + 1)
    const held = out[i]
    out[i] = out[j]
    out[j] = held
  }
  return out
}
