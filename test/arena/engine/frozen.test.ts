import type { Game } from 'boardgame.io'
import { expect, it } from 'vitest'
import { createReference } from '../../../arena/engine/reference.ts'
import { createStepper } from '../../../arena/engine/stepper.ts'
import { both, tell } from './both.ts'

process.env.NODE_ENV = 'production'

const touch = ({ G }: any) => {
  G.begun = (G.begun ?? 0) + 1
}

/** A module constant that `setup` hands out and a move then writes to, past G. */
function leaky(hooks: Partial<Record<'phase' | 'turn', any>>): Game<any> {
  const board = { cells: [0, 0, 0] }
  return {
    setup: () => ({ board, begun: 0 }),
    moves: { leak: (_, at: number) => void board.cells.splice(at, 1, 1) },
    phases: { play: { start: true, ...(hooks.phase && { onBegin: hooks.phase }) } },
    ...(hooks.turn && { turn: { onBegin: hooks.turn } }),
  }
}

it.each([
  ['no hook', {}],
  ['phase.onBegin', { phase: touch }],
  ['turn.onBegin', { turn: touch }],
  ['both', { phase: touch, turn: touch }],
  ['both, of which one replaces G', { phase: ({ G }: any) => ({ ...G, begun: 1 }), turn: touch }],
  ['one that refuses', { phase: () => undefined, turn: touch }],
])('what setup returned is frozen with %s', (_, hooks) => {
  const { said, differs } = both(() => leaky(hooks), [['leak', 1]])
  expect(said).toEqual(['TypeError'])
  expect(differs).toBeUndefined()
})

it('a third match in one process starts with the board of the first', () => {
  for (const create of [createReference, createStepper]) {
    const engine = create(leaky({ phase: touch, turn: touch }))
    const boards = [1, 2, 3].map(() => structuredClone(tell(engine, [['leak', 1]]).match.G.board))
    expect(boards).toEqual(Array(3).fill({ cells: [0, 0, 0] }))
  }
})
