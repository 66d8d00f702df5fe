import { market, spec } from './base.ts'

/** Breaks `observation`: an entry more than declared, which a Float32Array drops in silence. */
export default market({
  observe(seen, out) {
    spec.observe(seen, out)
    out[5] = 1
  },
})
