import type { Game } from 'boardgame.io'
import { describe, expect, it } from 'vitest'
import { createReference } from '../../../arena/engine/reference.ts'
import { createStepper } from '../../../arena/engine/stepper.ts'
import { both } from './both.ts'

process.env.NODE_ENV = 'production'

const start = { seed: 'seed', numPlayers: 2 }
const creators = {
  exact: createStepper,
  trusted: (game: Game) => createStepper(game, { mode: 'trusted' }),
  reference: createReference,
}

/** Functions as games before 0.50 wrote them, by the place of each. */
const OLD: Readonly<Record<string, any>> = {
  'moves.click': {
    moves: {
      click(G: any, ctx: any, at: number) {
        G.cells[at] = ctx.currentPlayer
      },
    },
  },
  'moves.roll.move': { moves: { roll: { move: (G: any) => ({ ...G, dice: 6 }) } } },
  'moves.skip': { moves: { skip: (_: any, ctx: any) => ctx.events.endTurn() } },
  endIf: { endIf: (G: any) => G.over },
  onEnd: { onEnd: (G: any, _ctx: any) => G },
  playerView: { playerView: (G: any, _ctx: any, _seat: any) => G },
  'turn.onBegin': { turn: { onBegin: (_G: any, ctx: any) => ctx.events.endStage() } },
  'turn.order.next': {
    turn: { order: { first: () => 0, next: (_G: any, ctx: any) => (ctx.playOrderPos + 1) % ctx.numPlayers } },
  },
  'turn.stages.s.moves.m': { turn: { stages: { s: { moves: { m: (G: any) => G } } } } },
  'phases.p.endIf': { phases: { p: { endIf: (G: any) => G.over } } },
  'phases.p.turn.onMove': {
    phases: {
      p: {
        turn: {
          onMove: function count(G: any, _ctx: any) {
            G.n++
          },
        },
      },
    },
  },
  setup: { setup: (ctx: any) => ({ hands: Array(ctx.numPlayers).fill(0) }) },
}

describe.each(Object.entries(creators))('%s', (_, create) => {
  it.each(Object.entries(OLD))('says that game.%s is of the form before 0.50', (where, game) => {
    expect(() => create(game)).toThrow(`Expected game.${where} to take (`)
    expect(() => create(game)).toThrow('as since boardgame.io 0.50')
  })
})

it.each(['exact', 'trusted'] as const)('%s says so too where names tell nothing', (mode) => {
  const moves = { roll: (g: any) => ({ ...g, dice: 6 }), same: (g: any) => g }
  const engine = createStepper({ moves } as Game, { mode })
  for (const move of Object.keys(moves))
    expect(() => engine.start(start).act('0', move)).toThrow(
      `Expected ${move} to return a G, as since boardgame.io 0.50`,
    )
})

it('takes every way of writing what 0.50 wants', () => {
  const make = (): Game<any> => ({
    setup: (ctx, data) => ({ n: (ctx as any).random.D6() * 0, size: ctx.ctx.numPlayers, data: data ?? null }),
    moves: {
      // biome-ignore lint/complexity/useArrowFunction: a form of its own
      apart: function ({ G }) {
        G.n++
      },
      whole: (context) => void context.G.n++,
      method(context, by) {
        context.G.n += by
      },
      G: ({ G }, by) => void Object.assign(G, { n: G.n + by }),
      pure: ({ G }) => ({ ...G, n: G.n + 1 }),
      none: () => undefined,
    },
    endIf: (context) => context.G.n > 99,
    turn: { order: { first: () => 0, next: (context) => (context.ctx.playOrderPos + 1) % context.ctx.numPlayers } },
  })
  const { said, G, differs } = both(make, [['apart'], ['whole'], ['method', 2], ['G', 3], ['pure'], ['none']])
  expect(said).toEqual(Array(6).fill(true))
  expect(G).toEqual({ n: 8, size: 2, data: null })
  expect(differs).toBeUndefined()
})

it.each(['two words', 5, null])('a name that boardgame.io refuses is refused: %j', (name) => {
  const game = { name, moves: {} } as unknown as Game
  expect(() => createReference(game)).toThrow()
  for (const mode of ['exact', 'trusted'] as const)
    expect(() => createStepper(game, { mode })).toThrow('Expected game.name to be a text without spaces, got')
})
