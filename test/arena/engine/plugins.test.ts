import type { Game } from 'boardgame.io'
import { describe, expect, it } from 'vitest'
import { PluginPlayer } from '#bgio/plugins'
import type { Match } from '../../../arena/engine/define.ts'
import { createStepper } from '../../../arena/engine/stepper.ts'

process.env.NODE_ENV = 'production'

const start = { seed: 'seed', numPlayers: 2 }

/** A game with boardgame.io's own plugin, which writes into its data in place. */
const cards: Game<any> = {
  plugins: [PluginPlayer({ setup: () => ({ hand: [] }) })],
  moves: { draw: ({ player }: any, card: string) => void player.get().hand.push(card) },
}

/** A plugin of its own that keeps what plain copying would share or lose. */
const ledger: Game<any> = {
  plugins: [
    {
      name: 'ledger',
      setup: () => {
        const page = { lines: [] as string[] }
        return {
          open: page,
          pages: new Map([['1', page]]),
          seen: new Set(),
          since: new Date(0),
          sums: new Uint8Array(1),
        }
      },
      api: ({ data }: any) => ({
        note: (line: string) => {
          data.open.lines.push(line)
          data.seen.add(line)
          data.since.setTime(data.since.getTime() + 1)
          data.sums[0]++
        },
        lines: () => data.pages.get('1').lines.length,
      }),
      flush: ({ data }: any) => data,
    },
  ],
  moves: { draw: ({ ledger: book }: any, card: string) => book.note(card) },
}

const held = (match: Match, name: string): any => match.snapshot().plugins![name]

describe.each([
  ['player', cards],
  ['ledger', ledger],
])('the data of plugin %s', (name, game) => {
  it('is not shared by a match, its snapshots and its clones', () => {
    const match = createStepper(game).start(start)
    match.act('0', 'draw', ['first'])
    const snapshot = match.snapshot()
    const before = structuredClone(snapshot.plugins![name])
    const clone = match.clone()
    match.act('0', 'draw', ['second'])
    expect(held(match, name)).not.toEqual(before)
    expect(snapshot.plugins![name]).toEqual(before)
    expect(held(clone, name)).toEqual(before)
    for (let i = 0; i < 2; i++) {
      match.restore(snapshot)
      expect(held(match, name)).toEqual(before)
      match.act('0', 'draw', ['third'])
    }
  })
})

it('keeps what a plugin shares within its data', () => {
  const match = createStepper(ledger).start(start).clone()
  match.act('0', 'draw', ['line'])
  const { open, pages } = held(match, 'ledger')
  expect(pages.get('1')).toBe(open)
})

it('refuses to copy an instance of a class, by name', () => {
  class Deck {}
  const match = createStepper({ plugins: [{ name: 'deck', setup: () => ({ deck: new Deck() }) }] } as Game).start(start)
  expect(() => match.snapshot()).toThrow("in plugin 'deck', got a Deck in a snapshot: keep plain data there")
})
