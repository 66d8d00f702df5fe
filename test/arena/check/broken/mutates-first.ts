import { bid, withMoves } from './base.ts'

/** Breaks `validates`: writes the bid down before looking at it. */
export default withMoves({
  bid(context, option) {
    const own = context.G.traders[Number(context.playerID)]
    if (own.bid !== null) return 'INVALID_MOVE'
    if (option !== 0 && option !== 1) {
      own.bid = 0
      return 'INVALID_MOVE'
    }
    return bid(context, option)
  },
})
