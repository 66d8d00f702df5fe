import { withGame } from './base.ts'

/** Breaks `reserved`: a report leaves a mark in the game. */
export default withGame(({ turn, setup }) => ({
  setup: (context) => ({ ...(setup?.(context) as any), extra: 0 }),
  turn: { ...turn, onMove: ({ G }) => void G.extra++ },
}))
