import { type Context, type Market, market, bid as soundBid, spec } from './base.ts'

/** Breaks `repeats` alone: a move draws from Math.random, and takes '0' for 0, which does what a legal action does. */
function bid(context: Context, option: unknown) {
  const said = soundBid(context, option === '0' ? 0 : option)
  if (said !== 'INVALID_MOVE') context.G.extra = Math.random()
  return said
}

export default market({
  game(params) {
    const game = spec.game(params)
    const stages = { ...game.turn?.stages, bid: { moves: { bid: bid as never } } }
    return {
      ...game,
      setup: (...all) => ({ ...(game.setup!(...all) as Market), extra: 0 }),
      turn: { ...game.turn, stages },
    }
  },
})
