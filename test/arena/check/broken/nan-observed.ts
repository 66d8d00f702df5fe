import { market, spec } from './base.ts'

/** Breaks `observation`: not a number once both have grown. */
export default market({
  observe(seen, out) {
    spec.observe(seen, out)
    if (seen.G.round === 2) out[3] = Number.NaN
  },
})
