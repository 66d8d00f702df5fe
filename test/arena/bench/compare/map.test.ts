import { expect, it } from 'vitest'
import { MAPS, mapMatches } from '../../../../arena/bench/compare/programs/map.ts'
import { createStepper } from '../../../../arena/engine/stepper.ts'

it.each(Object.entries(MAPS))('every move written down for %s is legal', (_, { game, tiles }) => {
  for (const { seed, actions } of mapMatches(tiles).matches) {
    const match = createStepper(game).start({ seed, numPlayers: 2 })
    expect(actions.every(({ seat, move, args }) => match.act(seat, move, args))).toBe(true)
  }
})
