import { market, spec } from './base.ts'

/** Breaks `reads`: the view hands out the state itself, and observing counts the looks in it. */
export default market({
  game: (params) => ({ ...spec.game(params), playerView: undefined }),
  observe(seen, out) {
    spec.observe(seen, out)
    seen.G.extra = (seen.G.extra ?? 0) + 1
  },
})
