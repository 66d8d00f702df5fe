import type { BoardProps } from '../../envs/board.ts'

/** A person's seat at a match that is played, as the server tells it. */
export interface Seat extends Pick<BoardProps, 'G' | 'ctx' | 'params' | 'names' | 'power' | 'scores' | 'done'> {
  readonly env: string
  readonly seat: number
  readonly sentence: string
  readonly legal: readonly { readonly action: number; readonly label: string }[]
  /** Decisions of this seat so far. */
  readonly decided: number
  readonly over: boolean
  /** The file it was kept in, once it is over. */
  readonly kept: string | null
}
