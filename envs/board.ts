import type { Ctx } from 'boardgame.io'
import type { ComponentType } from 'react'

/**
 * One state of a match as a board draws it. An env's board is the default export of `board.tsx` beside its `env.ts`;
 * the viewer bundles it for the page, and nothing else imports it. An env without a board is shown by `describe`.
 */
export interface BoardProps<G = any> {
  /** The whole truth, or what `playerView` leaves of it for `viewer`. */
  readonly G: G
  /** Where the match stands. */
  readonly ctx: Pick<Ctx, 'phase' | 'turn' | 'activePlayers' | 'currentPlayer' | 'gameover'>
  /** All params of the env. */
  readonly params: Readonly<Record<string, unknown>>
  /** The seat through whose eyes it is drawn; null where nothing is hidden. A board shows that a thing is hidden. */
  readonly viewer: number | null
  /** Name of who sits on each seat, as "agent", "writer-3" or "you". */
  readonly names: readonly string[]
  /** Share of control of each seat, 0 … 1; null where the viewer may not know it. */
  readonly power: readonly (number | null)[]
  /** Payoff of each seat so far; null where the viewer may not know it. */
  readonly scores: readonly (number | null)[]
  /**
   * Labels of the actions since the state before, in order. A board draws those of other seats only where its viewer
   * may see them; one who plays gets their own alone.
   */
  readonly done: readonly { readonly seat: number; readonly label: string }[]
}

/** A board: a React component. */
export type Board<G = any> = ComponentType<BoardProps<G>>
