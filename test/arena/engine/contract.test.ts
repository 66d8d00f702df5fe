import type { Game } from 'boardgame.io'
import { describe, expect, it, vi } from 'vitest'
import { INVALID_MOVE } from '#bgio/core'
import { ticTacToe } from '../../../arena/bench/games.ts'
import { difference } from '../../../arena/engine/compare.ts'
import { createReference } from '../../../arena/engine/reference.ts'
import { createStepper } from '../../../arena/engine/stepper.ts'

const start = { seed: 'seed', numPlayers: 2 }
const engines = [
  ['exact', createStepper(ticTacToe)],
  ['trusted', createStepper(ticTacToe, { mode: 'trusted' })],
  ['reference', createReference(ticTacToe)],
] as const

describe.each(engines)('%s', (mode, engine) => {
  it('says what it is', () => expect([engine.mode, engine.why]).toEqual([mode, undefined]))

  it('refuses inherited names and seats', () => {
    const match = engine.start(start)
    expect(match.act('0', 'toString')).toBe(false)
    expect(match.act('0', '__proto__')).toBe(false)
    expect(match.act('toString', 'mark', [0])).toBe(false)
    expect(match.event('0', 'constructor')).toBe(false)
    expect(match.state().stateID).toBe(0)
  })

  it('restores a snapshot any number of times, and clones are apart', () => {
    const match = engine.start(start)
    match.act('0', 'mark', [4])
    const snapshot = match.snapshot()
    const before = structuredClone(match.state())
    for (let i = 0; i < 2; i++) {
      const clone = match.clone()
      expect(match.act('1', 'mark', [i])).toBe(true)
      expect(difference(clone.state(), before)).toBeUndefined()
      match.restore(snapshot)
      expect(difference(match.state(), before)).toBeUndefined()
    }
  })

  it('prints nothing when it refuses', () => {
    const print = vi.spyOn(console, 'error')
    engine.start(start).act('1', 'mark', [0])
    expect(print).not.toHaveBeenCalled()
    print.mockRestore()
  })

  it('does not write into the game', () => {
    const game: Game = { moves: { m: () => {} }, turn: { stages: {} }, phases: { a: { start: true } } }
    const make = mode === 'reference' ? createReference(game) : createStepper(game, { mode })
    make.start(start).act('0', 'm')
    expect(Object.keys(game)).toEqual(['moves', 'turn', 'phases'])
    expect(Object.keys(game.phases!.a)).toEqual(['start'])
  })
})

it('leaves games with custom plugins to the reference and says why', () => {
  const engine = createStepper({ moves: {}, plugins: [{ name: 'points' }] })
  expect(engine).toMatchObject({ mode: 'reference', why: 'custom plugins: points' })
})

it('refuses async moves and hooks that are no functions', () => {
  expect(() => createStepper({ moves: { m: (async () => {}) as any } })).toThrow(
    'Expected moves.m to be an ordinary function',
  )
  expect(() => createStepper({ turn: { onBegin: 5 as any } })).toThrow('turn.onBegin to be a function, got number')
})

it('a trusted match is broken by an error of its game', () => {
  const moves = { boom: () => Number.NaN.toFixed(101), no: () => INVALID_MOVE }
  const match = createStepper({ moves } as unknown as Game, { mode: 'trusted' }).start(start)
  expect(match.act('0', 'no')).toBe(false)
  expect(() => match.act('0', 'boom')).toThrow(RangeError)
  expect(() => match.act('0', 'no')).toThrow('An earlier error broke this match')
})

it('stored arguments do not become a part of the table of actions', () => {
  const moves = {
    keep: ({ G }: any, what: object) => void Object.assign(G, { what }),
    grow: ({ G }: any) => void G.what.list.push(1),
  }
  for (const mode of ['exact', 'trusted'] as const) {
    const args = [{ list: [] }]
    const match = createStepper({ setup: () => ({ what: null }), moves } as Game, { mode }).start(start)
    match.act('0', 'keep', args)
    match.act('0', 'grow')
    expect(match.G).toEqual({ what: { list: [1] } })
    expect(args).toEqual([{ list: [] }])
  }
})

describe('difference', () => {
  it.each([
    [0, -0, '$: 0 is not -0'],
    [{ a: undefined }, {}, '$ keys'],
    [{ a: 1, b: 2 }, { b: 2, a: 1 }, '$ keys'],
    [[undefined], Array(1), '$ keys'],
    [[1], { 0: 1 }, 'a Array'],
    [new Map([[1, 2]]), new Map([[1, 3]]), '$.0.1'],
    [{ a: { b: Number.NaN } }, { a: { b: 0 } }, '$.a.b: NaN is not 0'],
  ])('of %j and %j', (a, b, told) => expect(difference(a, b)).toContain(told))

  it('is none for NaN and itself', () => expect(difference({ n: Number.NaN }, { n: Number.NaN })).toBeUndefined())
})
