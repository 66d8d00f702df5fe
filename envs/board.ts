import type { Ctx } from 'boardgame.io'
import type { ComponentType } from 'react'

/**
 * One state of a match as a board draws it. An env's board is the default export of `board.tsx` beside its `env.ts`; the viewer bundles it for the
 * page, and nothing else imports it. An env without one is told in its own sentence (`describe`).
 */
export interface BoardProps<G = any> {
  /** The whole truth, or what `playerView` leaves of it for `viewer`. */
  readonly G: G
  readonly ctx: Pick<Ctx, 'phase' | 'turn' | 'activePlayers' | 'currentPlayer' | 'gameover'>
  readonly params: Readonly<Record<string, unknown>>
  /** Whose eyes; null where nothing is hidden. Of what is hidden a board draws that it is. */
  readonly viewer: number | null
  /** What sits on each seat: "agent", "writer-3", "you". */
  readonly names: readonly string[]
  /** Share of control, 0 … 1, and payoff so far, by seat; null where the viewer may not know. */
  readonly power: readonly (number | null)[]
  readonly scores: readonly (number | null)[]
  /**
   * Labels of what was done since the state before, in order. A board draws those of other seats only where they are open to its viewer; who plays is told of its
   * own alone.
   */
  readonly done: readonly { readonly seat: number; readonly label: string }[]
}

export type Board<G = any> = ComponentType<BoardProps<G>>
