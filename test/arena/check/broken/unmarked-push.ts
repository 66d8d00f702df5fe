import { market, spec } from './base.ts'

/** Breaks `refuses`: `legal` does not mark a push in the last round, and the game takes it. */
export default market({
  legal(seen, mask) {
    spec.legal(seen, mask)
    if (seen.G.round === seen.G.rounds - 1) mask[1] = 0
  },
})
