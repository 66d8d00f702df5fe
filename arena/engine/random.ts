import type { Alea } from './alea.ts'

type Roll = (diceCount?: number) => number | number[]

/** `random` as games see it; draws in the order of boardgame.io's own, so the streams agree call by call. */
export function createRandomApi(alea: () => Alea) {
  const roll = (spots: number) => Math.floor(alea().next() * spots) + 1
  const Die = (spots = 6, diceCount?: number) =>
    diceCount === undefined ? roll(spots) : Array.from({ length: diceCount }, () => roll(spots))
  const die =
    (spots: number): Roll =>
    (diceCount) =>
      Die(spots, diceCount)
  return {
    D4: die(4),
    D6: die(6),
    D8: die(8),
    D10: die(10),
    D12: die(12),
    D20: die(20),
    Die,
    Number: () => alea().next(),
    Shuffle: <T>(deck: readonly T[]) => shuffle(alea(), deck),
  }
}

function shuffle<T>(alea: Alea, deck: readonly T[]): T[] {
  const left = [...deck]
  const shuffled: T[] = Array.from({ length: deck.length })
  for (let last = deck.length, to = 0; last; to++) {
    const from = Math.trunc(last * alea.next())
    shuffled[to] = left[from]
    left[from] = left[--last]
  }
  return shuffled
}
