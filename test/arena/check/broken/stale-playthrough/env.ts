import { market } from '../base.ts'

/** Breaks `playthrough`: its golden game is of another day. */
export default market()
