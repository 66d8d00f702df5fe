import { route, withMoves } from './base.ts'

/** Breaks `parity`: bullying draws a number more, so what chance brings next is another. */
export default withMoves({
  route(context, option) {
    const result = route(context, option)
    if (result !== 'INVALID_MOVE' && option === 1) context.random.Number()
    return result
  },
})
