import { withSetup } from './base.ts'

/** Breaks `repeats`: values come from Math.random. */
export default withSetup(({ traders }) => ({
  traders: traders.map((each) => ({ ...each, worth: 1 + Math.floor(9 * Math.random()) })),
}))
