import type { RandomState } from './define.ts'

const TWO_POW_MINUS_32 = 2.3283064365386963e-10

/** Baagøe's Alea, number for number the generator inside boardgame.io, kept running instead of re-seeded per draw. */
export class Alea {
  private seed: string | number = ''
  private drawn = false
  private c = 1
  private s0 = 0
  private s1 = 0
  private s2 = 0
  private marked = { drawn: false, c: 1, s0: 0, s1: 0, s2: 0 }

  constructor(state: RandomState) {
    this.load(state)
  }

  load({ seed, prngstate }: RandomState): void {
    this.seed = seed
    this.drawn = prngstate !== undefined
    if (prngstate === undefined) this.sow()
    else this.set(prngstate)
  }

  next(): number {
    this.drawn = true
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

  /** Remembers this point; `rewind` comes back to it, because a refused action consumes no randomness. */
  mark(): void {
    const { marked } = this
    marked.drawn = this.drawn
    marked.c = this.c
    marked.s0 = this.s0
    marked.s1 = this.s1
    marked.s2 = this.s2
  }

  rewind(): void {
    this.drawn = this.marked.drawn
    this.set(this.marked)
  }

  private set(from: { c: number; s0: number; s1: number; s2: number }): void {
    this.c = from.c
    this.s0 = from.s0
    this.s1 = from.s1
    this.s2 = from.s2
  }

  private sow(): void {
    const mash = createMash()
    const [s0, s1, s2] = [mash(' '), mash(' '), mash(' ')].map((s) => {
      const sown = s - mash(String(this.seed))
      return sown < 0 ? sown + 1 : sown
    })
    this.set({ c: 1, s0, s1, s2 })
  }
}

function createMash(): (text: string) => number {
  let n = 0xefc8249d
  return (text) => {
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
}
