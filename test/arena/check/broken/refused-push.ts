import { bid, withMoves } from './base.ts'

/** Breaks `accepts`: the last round refuses a push that `legal` marks. */
export default withMoves({
  bid: (context, option) =>
    option === 1 && context.G.round === context.G.rounds - 1 ? 'INVALID_MOVE' : bid(context, option),
})
