import { bid, withMoves } from './base.ts'

/** Breaks `ticks`: who bids first is written down. */
export default withMoves({
  bid(context, option) {
    const first = context.G.traders.every((each) => each.bid === null)
    const result = bid(context, option)
    if (result !== 'INVALID_MOVE' && first) context.G.extra = context.playerID
    return result
  },
})
