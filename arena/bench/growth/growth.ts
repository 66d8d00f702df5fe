import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Readings } from '../compare/define.ts'
import { median, order } from '../compare/pairing.ts'
import { openSession } from '../compare/session.ts'

/** One thing that grows, and what it is measured on. */
interface Growing {
  readonly id: string
  readonly what: string
  /** What the program is asked for, small and large; it tells the sizes. */
  readonly asked: readonly [number, number]
}

export const GROWING: readonly Growing[] = [
  { id: 'episodes', what: 'matches of networks in a rollout', asked: [64, 640] },
  { id: 'seats', what: 'seats, as many moves of a negotiation', asked: [3, 8] },
  { id: 'length', what: 'rounds of a match, 136 matches of dilemma', asked: [20, 1000] },
  { id: 'items', what: 'items of the battery, policies in 11 contexts', asked: [3, 10] },
  { id: 'widths', what: 'width of all layers, 20 steps of imitation', asked: [64, 512] },
  { id: 'foundations', what: 'foundations, the end of a run of tiny', asked: [3, 30] },
]

export interface Grown {
  readonly id: string
  readonly what: string
  /** Small and large: sizes, seconds, and the most memory of the process in MB. */
  readonly sizes: readonly [number, number]
  readonly seconds: readonly [number, number]
  readonly memory: readonly [number, number]
  /** The power of the size that seconds and memory go with, between the two. */
  readonly exponents: { readonly seconds: number; readonly memory: number }
}

/** The power p of y ∝ xᵖ through two points. */
export const exponent = ([x, y]: readonly [number, number], [x2, y2]: readonly [number, number]): number =>
  Math.log(y2 / y) / Math.log(x2 / x)

/** Small and large by turns, each in a process of its own, so that memory is its own. @param build the folder of this build */
export async function grow({ id, what, asked }: Growing, build: string, rounds: number): Promise<Grown> {
  const dir = await mkdtemp(join(tmpdir(), 'mettle-growth-'))
  const open = (size: number) => openSession({ build, dir, program: 'growth', ask: { what: id, size } })
  const [small, large] = [await open(asked[0]), await open(asked[1])]
  const racers = [
    { session: small, readings: [] as Readings[] },
    { session: large, readings: [] as Readings[] },
  ]
  try {
    // The first round warms up.
    for (let round = 0; round <= rounds; round++)
      for (const { session, readings } of order(round, racers)) {
        const read = await session.run()
        if (round > 0) readings.push(read)
      }
  } finally {
    small.close()
    large.close()
    await rm(dir, { recursive: true, force: true })
  }
  const of = (row: string) =>
    racers.map(({ readings }) => median(readings.map((each) => each[row].value))) as [number, number]
  const [sizes, seconds, memory] = [of('size'), of('time'), of('memory')]
  const power = (values: readonly [number, number]) => exponent([sizes[0], values[0]], [sizes[1], values[1]])
  return { id, what, sizes, seconds, memory, exponents: { seconds: power(seconds), memory: power(memory) } }
}
