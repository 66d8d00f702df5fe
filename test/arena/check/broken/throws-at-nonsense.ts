import { bid, withMoves } from './base.ts'

/** Breaks `refuses`: malformed arguments are an error instead of a refusal. */
export default withMoves({
  bid(context, option) {
    if (option !== 0 && option !== 1) throw new TypeError('no such bid')
    return bid(context, option)
  },
})
