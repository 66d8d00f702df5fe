import type { Game } from 'boardgame.io'
import { describe, expect, it } from 'vitest'
import { createStepper } from '../../../arena/engine/stepper.ts'
import { both, type Move, tell } from './both.ts'

process.env.NODE_ENV = 'production'

const make = (): Game<any> => ({
  setup: () => ({ n: 0, hand: [1, 2], at: { n: 0 }, self: null, cells: [null, null, null] }),
  moves: {
    /** Writes as no draft allows only where it is told to: the calls before have shown that the move is sound. */
    write: ({ G }, how: string) => {
      G.n++
      WRITES[how]?.(G)
    },
    read: ({ G }) => {
      G.n += G.at.n
    },
    mark: ({ G, playerID }, at: any) => {
      G.cells[at] = playerID
    },
  },
})

const WRITES: Readonly<Record<string, (G: any) => void>> = {
  'freezes a list': (G) => Object.freeze(G.hand),
  'freezes a record': (G) => Object.freeze(G.at),
  'seals G': (G) => Object.seal(G),
  'lets nothing be added': (G) => Object.preventExtensions(G.at),
  'freezes what it takes away': (G) => {
    Object.freeze(G.at)
    G.at = { n: 1 }
  },
  'changes a prototype': (G) => Object.setPrototypeOf(G.at, null),
  'puts a circle of its own into G': (G) => {
    const circle: any = { n: 1 }
    circle.self = circle
    G.self = circle
  },
  'names a list': (G) => {
    G.hand.total = 3
  },
}
const sound: Move[] = Array(3).fill(['write', 'plainly'])

describe('what boardgame.io refuses inside a move', () => {
  it.each(Object.keys(WRITES))('%s', (how) => {
    const { said, differs } = both(make, [...sound, ['write', how], ['read'], ['write', 'plainly']])
    expect(said[3]).not.toBe(true)
    expect(differs).toBeUndefined()
  })

  it('defines a property, in every call', () => {
    const moves = { define: ({ G }: any) => void Object.defineProperty(G.at, 'n', { value: 5 }) }
    const { said, differs } = both(() => ({ ...make(), moves }), [['define'], ['define']])
    expect([said, differs]).toEqual([['Error', 'Error'], undefined])
  })
})

it('G may hold itself, as a draft of it may', () => {
  const moves = {
    self: ({ G }: any) => {
      G.self = G
    },
    add: ({ G }: any) => {
      G.n++
    },
    cut: ({ G }: any) => {
      G.self = null
    },
  }
  const { said, G, differs } = both(
    () => ({ ...make(), moves }),
    [['add'], ['self'], ['add'], ['self'], ['add'], ['cut'], ['add']],
  )
  expect([said, G.n, differs]).toEqual([Array(7).fill(true), 4, undefined])
})

it.each([['x'], [-1], [1.5], [undefined], [null], [{}], ['1'], [2]])('a list at %j', (at) => {
  const { differs } = both(make, [['mark', 0], ['mark', 1], ['mark', at], ['read'], ['mark', at], ['mark', 0]])
  expect(differs).toBeUndefined()
})

it('trusted lets endIf write into G, which its conditions forbid: there the reference and exact throw', () => {
  const game: Game<any> = {
    setup: () => ({ n: 0 }),
    moves: { go: () => undefined },
    endIf: ({ G }) => {
      G.n++
    },
  }
  const late = { ...game, endIf: (all: any) => (all.ctx.numMoves > 0 ? game.endIf!(all) : undefined) }
  const { said, differs } = both(() => late, [['go']])
  expect([said, differs]).toEqual([['TypeError'], undefined])
  expect(tell(createStepper(game, { mode: 'trusted' }), [['go']]).match.G.n).toBeGreaterThan(1)
})
