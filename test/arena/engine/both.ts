import type { Game } from 'boardgame.io'
import { difference } from '../../../arena/engine/compare.ts'
import type { Engine, Match } from '../../../arena/engine/define.ts'
import { createReference } from '../../../arena/engine/reference.ts'
import { createStepper } from '../../../arena/engine/stepper.ts'

/** A move of seat '0' and its arguments. */
export type Move = readonly [string, ...unknown[]]

export interface Told {
  /** What came of each move: true, false, or the kind of error. */
  readonly said: readonly (boolean | string)[]
  readonly match: Match
}

/** Plays the moves in one engine. */
export function tell(engine: Engine, moves: readonly Move[]): Told {
  const match = engine.start({ seed: 'told', numPlayers: 2 })
  const said = moves.map(([name, ...args]) => {
    try {
      return match.act(match.ctx.currentPlayer, name, args)
    } catch (error) {
      return error instanceof Error ? error.constructor.name : 'thrown'
    }
  })
  return { said, match }
}

/**
 * The same moves in boardgame.io's reducer and in exact mode, each with a game of its own: what the reducer said, and
 * the first difference between the two, if any.
 */
export function both(make: () => Game<any>, moves: readonly Move[]) {
  const [raw, exact] = [createReference(make()), createStepper(make())].map((engine) => tell(engine, moves))
  const differs =
    difference(raw.said, exact.said, 'said') ??
    difference(raw.match.state(), exact.match.state(), 'state') ??
    difference(raw.match.view('0'), exact.match.view('0'), 'view')
  return { said: raw.said, G: raw.match.G, ctx: raw.match.ctx, differs }
}
