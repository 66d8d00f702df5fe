import { bid, withMoves } from './base.ts'

/** Breaks `tree`: a move writes one object to two places. */
export default withMoves({
  bid(context, option) {
    const result = bid(context, option)
    if (result === 'INVALID_MOVE' || context.G.winner === null) return result
    const note = { round: context.G.round }
    context.G.extra = [note, note]
  },
})
