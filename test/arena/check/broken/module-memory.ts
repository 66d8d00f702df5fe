import { route, withMoves } from './base.ts'

/** Breaks `repeats`: the module remembers who won last, whatever match that was in. */
let last = -1
export default withMoves({
  route(context, option) {
    const { G, playerID } = context
    const result = route(context, option)
    if (result === 'INVALID_MOVE') return result
    if (last === Number(playerID)) G.traders[last].paid += 0.1
    last = Number(playerID)
  },
})
