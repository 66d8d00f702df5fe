import type { Game } from 'boardgame.io'
import { expect, it } from 'vitest'
import { both, type Move } from './both.ts'

process.env.NODE_ENV = 'production'

it('a constant stays itself in the places that a move leaves alone', () => {
  const EMPTY = {}
  const make = (): Game<any> => ({
    setup: () => ({ cells: [EMPTY, EMPTY, EMPTY] }),
    moves: {
      put: ({ G }, at: number) => {
        G.cells[at] = {}
      },
    },
    endIf: ({ G }) => (G.cells.every((cell: object) => cell !== EMPTY) ? 'full' : undefined),
  })
  const { said, ctx, differs } = both(make, [
    ['put', 0],
    ['put', 1],
    ['put', 2],
    ['put', 0],
  ])
  expect([said, ctx.gameover, differs]).toEqual([[true, true, true, false], 'full', undefined])
})

it('one object in two places stays one, until it is written to in one of them', () => {
  const at = (G: any) => G.hand.indexOf(G.selected)
  const make = (): Game<any> => ({
    setup: () => ({ hand: [{ n: 0 }, { n: 1 }], selected: null, n: 0 }),
    moves: {
      select: ({ G }, i: number) => {
        G.selected = G.hand[i]
      },
      other: ({ G }) => {
        G.n++
      },
      write: ({ G }) => {
        G.selected.n++
      },
    },
    playerView: ({ G }) => ({ at: at(G) }) as any,
    endIf: ({ G }) => (G.n > 1 && at(G) === 1 ? 'found' : undefined),
  })
  const found: Move[] = [['select', 1], ['other'], ['other']]
  expect(both(make, found)).toMatchObject({ ctx: { gameover: 'found' }, differs: undefined })
  const lost: Move[] = [['select', 1], ['write'], ['other'], ['other']]
  const { ctx, differs } = both(make, lost)
  expect([ctx.gameover, differs]).toEqual([undefined, undefined])
})

it('a part that nobody wrote to is the object that it was', () => {
  let last: unknown
  const make = (): Game<any> => ({
    setup: () => ({ board: Array.from({ length: 50 }, (_, n) => ({ n })), n: 0 }),
    moves: {
      count: ({ G }) => {
        G.n++
      },
      write: ({ G }, at: number) => {
        G.board[at].n++
      },
    },
    onEnd: ({ G }) => G,
    endIf: ({ G }) => {
      const same = G.board.map((each: object, i: number) => each === (last as any)?.[i])
      last = G.board
      return G.n > 1 ? { same: same.indexOf(false) } : undefined
    },
  })
  const { ctx, differs } = both(make, [['write', 40], ['count'], ['count']])
  expect([ctx.gameover, differs]).toEqual([{ same: -1 }, undefined])
})
