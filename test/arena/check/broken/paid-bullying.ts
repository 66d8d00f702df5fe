import { route, withMoves } from './base.ts'

/** Breaks `parity`: bullying pays a trifle more. */
export default withMoves({
  route(context, option) {
    const result = route(context, option)
    if (result !== 'INVALID_MOVE' && option === 1) context.G.traders[Number(context.playerID)].paid += 1e-9
    return result
  },
})
