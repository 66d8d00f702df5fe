import { market } from './base.ts'

/** Breaks `power`: sizes instead of shares. */
export default market({ power: ({ G }, seat) => G.sizes[seat] })
