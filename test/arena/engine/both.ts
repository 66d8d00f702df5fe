import type { Game } from 'boardgame.io'
import { difference } from '../../../arena/engine/compare.ts'
import type { Engine, Match } from '../../../arena/engine/define.ts'
import { createReference } from '../../../arena/engine/reference.ts'
import { createStepperWith } from '../../../arena/engine/stepper.ts'

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

/** What tells exact mode which copies to make, call by call: whole ones, lazy ones, or each in turn. */
export const CHOICES = [() => false, () => true, ({ calls }: { calls: number }) => calls % 2 === 0]

/**
 * The same moves in boardgame.io's reducer and in exact mode with each choice of copies, every time with a game of its
 * own: what the reducer said, and the first difference, if any.
 */
export function both(make: () => Game<any>, moves: readonly Move[]) {
  const raw = tell(createReference(make()), moves)
  const differs = CHOICES.map((choice) => differenceOf(raw, tell(createStepperWith(make(), {}, choice), moves)))
  return { said: raw.said, G: raw.match.G, ctx: raw.match.ctx, differs: differs.find((each) => each !== undefined) }
}

const differenceOf = (raw: Told, exact: Told) =>
  difference(raw.said, exact.said, 'said') ??
  difference(raw.match.state(), exact.match.state(), 'state') ??
  difference(raw.match.view('0'), exact.match.view('0'), 'view')
