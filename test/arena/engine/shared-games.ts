/** Games in which it shows which parts of G are one object, over places and over time; and those of zeros and names. */
import { INVALID_MOVE } from '#bgio/core'
import type { Driven } from './drive.ts'

const EMPTY = { kind: 'empty' }

/** Parts that the view compares: with constants, with each other, and with what they were at the last look. */
const partsOf = (G: any): unknown[] => [
  G,
  G.hand,
  G.discard,
  G.selected,
  G.cells,
  ...G.cells,
  G.deep,
  G.deep.list,
  G.deep.list[1],
  G.kept,
  ...G.hand,
]

function lookAt(looks: Map<string | null | undefined, unknown[]>) {
  return ({ G, playerID }: any) => {
    const parts = partsOf(G)
    const last = looks.get(playerID) ?? []
    looks.set(playerID, parts)
    return {
      same: parts.map((part, i) => part === last[i]),
      twice: parts.map((part) => parts.indexOf(part)),
      empty: parts.map((part) => part === EMPTY),
      selected: G.hand.indexOf(G.selected),
    }
  }
}

export const shared: Driven = {
  name: 'shared',
  numPlayers: 2,
  args: [[], [0], [1], [2], [{ kind: 'given', parts: [{ n: 1 }] }]],
  make: () => {
    const constant = { n: 1, of: [{ n: 2 }] }
    return {
      setup: () => ({
        n: 0,
        hand: [{ n: 1 }, { n: 2 }, { n: 3 }],
        discard: [],
        selected: null,
        cells: [EMPTY, EMPTY, EMPTY, { kind: 'empty' }],
        deep: { list: [constant, { n: 0, of: [] }], other: { n: 0 } },
        kept: null,
      }),
      playerView: lookAt(new Map()),
      endIf: ({ G }) =>
        !Reflect.set(G.hand, 0, 'written') && G.n > 40 && G.hand.indexOf(G.selected) === 1 ? 'found' : undefined,
      moves: {
        count: ({ G }) => void G.n++,
        nothing: () => undefined,
        same: ({ G }) => {
          G.n += 0
          Object.assign(G.deep, { other: G.deep.other })
          G.cells.splice(0, 1, G.cells[0])
        },
        select: ({ G }, at: number) => {
          G.selected = G.hand[at] ?? null
        },
        put: ({ G }, at: number) => {
          G.cells[at] = { kind: 'empty' }
        },
        clear: ({ G }, at: number) => {
          G.cells[at] = EMPTY
        },
        mark: ({ G }, at: number) => {
          if (G.cells[at]) G.cells[at].kind = `marked ${G.n}`
        },
        discard: ({ G }) => {
          if (G.hand.length > 0) G.discard.push(G.hand.shift())
        },
        recover: ({ G }) => {
          if (G.discard.length > 0) G.hand.push(G.discard.pop())
        },
        fresh: ({ G }) => {
          G.hand = G.hand.filter((card: any) => card.n > 0)
          G.deep = { ...G.deep, list: [...G.deep.list] }
        },
        turn: ({ G }) => {
          G.hand.reverse()
          G.cells = [G.cells[1], ...G.cells.slice(1)]
        },
        swap: ({ G }) => {
          ;[G.cells[0], G.cells[1]] = [G.cells[1], G.cells[0]]
        },
        keep: ({ G }, what: any) => {
          G.kept = what ?? constant
        },
        write: ({ G }) => {
          if (G.kept?.n) G.kept.n++
          G.deep.list[1].n++
        },
        remember: ({ G }) => {
          G.kept = { selected: G.selected, list: G.deep.list }
        },
        refused: ({ G }) => {
          G.deep.list[1].n++
          return INVALID_MOVE
        },
        replaced: ({ G }) => ({ ...G, selected: EMPTY }),
      },
      turn: { onEnd: ({ G }) => void (G.n % 3 === 0 && G.deep.list.push({ n: G.n })), maxMoves: 3 },
    }
  },
}

/** Zeros of both signs, written over each other. */
export const zeros: Driven = {
  name: 'zeros',
  numPlayers: 2,
  args: [[], [0], [-0], [1], [-1]],
  make: () => ({
    setup: () => ({ score: 0, minus: -0, list: [0, 1, -0], at: { n: 0 } }),
    moves: {
      negate: ({ G }) => {
        G.score = -G.score
      },
      nested: ({ G }) => {
        G.at.n = -G.at.n
      },
      listed: ({ G }, by = 1) => {
        G.list[0] = -G.list[0]
        G.list[2] = by
      },
      add: ({ G }, by = 1) => {
        G.score += by
        G.minus = by
      },
      put: ({ G }, value = -0) => {
        G.minus = value
        G.score = value
      },
      fresh: ({ G }) => {
        G.at = { n: -0 }
        G.list = [-0, G.score, 0]
      },
      twice: ({ G }) => {
        G.score = 5
        G.score = -0
      },
      told: ({ G }) => {
        G.score = -G.score
        G.list.push(G.score)
        if (G.list.length > 6) G.list.length = 3
      },
    },
  }),
}

/** Lists that malformed arguments give names. */
export const names: Driven = {
  name: 'names',
  numPlayers: 2,
  args: [[], [0], [1], ['0'], ['x'], [-1], [1.5], [Number.NaN], [null], [{}], [true], [{ at: -1 }]],
  make: () => ({
    setup: () => ({ cells: [null, null, null], rows: [[0], [0]], n: 0, seen: null }),
    moves: {
      mark: ({ G, playerID }, at: any) => {
        if (G.cells[at] !== null && G.cells[at] !== undefined) return INVALID_MOVE
        G.cells[at] = playerID
      },
      clear: ({ G }) => {
        G.cells = [null, null, null]
      },
      before: ({ G }) => {
        G.cells[G.n - 1] = 'before'
      },
      count: ({ G }) => {
        G.n = (G.n + 1) % 3
      },
      look: ({ G }) => {
        G.seen = G.cells[-1] ?? null
      },
      lock: ({ G }, at: any) => {
        if (at === 1) Object.freeze(G.rows[1])
      },
      deep: ({ G }, to: any) => {
        G.rows[1][to?.at ?? to] = 5
      },
    },
  }),
}

/** What setup returned is in the game's own hands too. */
const leaky: Driven = {
  name: 'leaky',
  numPlayers: 2,
  args: [[], [0], [1]],
  make: () => {
    let board = { cells: [0, 0] }
    const begin = ({ G }: any) => {
      G.begun++
    }
    return {
      setup: () => {
        board = { cells: [0, 0] }
        return { board, begun: 0 }
      },
      turn: { onBegin: begin, maxMoves: 2 },
      phases: { play: { start: true, onBegin: begin } },
      moves: {
        leak: (_, at: number) => {
          board.cells[at] = 1
        },
        mark: ({ G }, at: number) => {
          G.board.cells[at]++
        },
      },
    }
  },
}

/** Lists with holes, and what is written beside them. */
const holes: Driven = {
  name: 'holes',
  numPlayers: 2,
  args: [[], [0], [2], [5]],
  make: () => ({
    setup: () => ({ list: [1], n: 0 }),
    moves: {
      stretch: ({ G }) => {
        G.list.length = G.list.length > 6 ? 1 : G.list.length + 2
      },
      put: ({ G }, at: number) => {
        G.list[at] = G.n
      },
      // Unusual now and then, so that it is made on a copy before, and on a lazy one when it is.
      grow: ({ G }) => {
        if (G.n % 2 === 1 && G.list.length < 7) G.list.length++
      },
      // Never unusual itself, so it goes on being made on copies, of a list with whatever holes.
      first: ({ G }) => {
        G.list[0] = G.n
      },
      drop: ({ G }, at: number) => {
        if (at < G.list.length) delete G.list[at]
      },
      count: ({ G }) => {
        G.n++
      },
    },
  }),
}

/** Moves that are unusual with one argument of many alone: more often, and they would go to drafts at once. */
const parts: Driven = {
  name: 'parts',
  numPlayers: 2,
  args: [0, 1, 2, 3, 0, 2, 3, 0, 2, 3].map((at) => [at]),
  make: () => ({
    setup: () => ({ at: { n: 0, in: { n: 0 } }, bag: {}, n: 0, turn: { next: '1' } }),
    moves: {
      fill: ({ G }, at: number) => {
        G.bag[at] = { n: at }
      },
      drop: ({ G }, at: number) => {
        delete G.bag[at]
      },
      replace: ({ G }, at: number) => {
        G.n++
        if (at === 1) return { ...G }
      },
      lock: ({ G }, at: number) => {
        if (at === 1) Object.freeze(G.turn)
        G.n++
      },
      write: ({ G }, at: number) => {
        G.at.n = at
      },
      raise: ({ G, events }, at: number) => {
        if (at === 1) events.endTurn(G.turn)
        G.turn.next = G.turn.next === '0' ? '1' : '0'
      },
    },
    playerView: ({ G }) => ({ G, frozen: [G, G.at, G.bag, G.turn].map(Object.isFrozen) }),
  }),
}

export const sharedGames: readonly Driven[] = [shared, zeros, names, leaky, holes, parts]
