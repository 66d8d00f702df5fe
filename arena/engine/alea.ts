import type { RandomState } from './define.ts'

const TWO_POW_MINUS_32 = 2.3283064365386963e-10

/**
 * Baagøe's Alea, number for number the generator inside boardgame.io, kept running instead of re-seeded per draw. Sown
 * at the first draw: many games never roll, and sowing costs as much as a move.
 */
export class Alea {
  /** How many numbers were drawn, refused ones included; tells whether a function drew. */
  draws = 0
  private seed: string | number = ''
  private drawn = false
  private c = 1
  private s0 = 0
  private s1 = 0
  private s2 = 0

  constructor(state: RandomState) {
    this.load(state)
  }

  load({ seed, prngstate }: RandomState): void {
    this.seed = seed
    this.drawn = prngstate !== undefined
    if (prngstate !== undefined) this.set(prngstate)
  }

  next(): number {
    if (!this.drawn) this.sow()
    this.draws++
    const t = 2091639 * this.s0 + this.c * TWO_POW_MINUS_32
    this.s0 = this.s1
    this.s1 = this.s2
    this.c = Math.trunc(t)
    this.s2 = t - this.c
    return this.s2
  }

  state(): RandomState {
    const { seed, c, s0, s1, s2 } = this
    return this.drawn ? { seed, prngstate: { c, s0, s1, s2 } } : { seed }
  }

  /** Remembers this point in `mark`; `rewind` comes back to it, because what was refused consumes no randomness. */
  save(mark: Mark): void {
    mark.drawn = this.drawn
    mark.c = this.c
    mark.s0 = this.s0
    mark.s1 = this.s1
    mark.s2 = this.s2
  }

  rewind(mark: Mark): void {
    this.drawn = mark.drawn
    this.set(mark)
  }

  private set(from: { c: number; s0: number; s1: number; s2: number }): void {
    this.c = from.c
    this.s0 = from.s0
    this.s1 = from.s1
    this.s2 = from.s2
  }

  private sow(): void {
    const mash = createMash(BLANKS.rest)
    const seed = String(this.seed)
    const [s0, s1, s2] = BLANKS.numbers.map((blank) => {
      const sown = blank - mash.add(seed)
      return sown < 0 ? sown + 1 : sown
    })
    this.set({ c: 1, s0, s1, s2 })
    this.drawn = true
  }
}

export interface Mark {
  drawn: boolean
  c: number
  s0: number
  s1: number
  s2: number
}

export const newMark = (): Mark => ({ drawn: false, c: 1, s0: 0, s1: 0, s2: 0 })

function createMash(n: number) {
  const add = (text: string): number => {
    for (let i = 0; i < text.length; i++) {
      n += text.charCodeAt(i)
      let h = 0.02519603282416938 * n
      n = h >>> 0
      h -= n
      h *= n
      n = h >>> 0
      h -= n
      n += h * 0x100000000
    }
    return (n >>> 0) * TWO_POW_MINUS_32
  }
  return { add, rest: () => n }
}

/** Every seed is mashed after three blanks. */
const BLANKS = (() => {
  const mash = createMash(0xefc8249d)
  return { numbers: [mash.add(' '), mash.add(' '), mash.add(' ')], rest: mash.rest() }
})()
