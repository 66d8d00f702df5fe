import type { Engine } from '../engine/define.ts'

/** One recorded match: what everybody replays, so choosing moves costs nobody anything. */
export interface Recording {
  readonly seed: string
  readonly actions: readonly { readonly seat: string; readonly move: string; readonly args: readonly unknown[] }[]
}

export interface Recorded {
  readonly seats: number
  readonly matches: readonly Recording[]
}

/** Plays recorded matches once. @returns how many moves that were */
export function replay(engine: Engine, { seats, matches }: Recorded): number {
  let moves = 0
  for (const { seed, actions } of matches) {
    const match = engine.start({ seed, numPlayers: seats })
    for (const { seat, move, args } of actions) match.act(seat, move, args)
    moves += actions.length
  }
  return moves
}
