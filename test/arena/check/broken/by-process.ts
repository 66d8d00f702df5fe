import { withSetup } from './base.ts'

/** Breaks `processes`: values depend on the process. */
export default withSetup(({ traders }) => ({ traders: traders.map((each) => ({ ...each, worth: process.pid })) }))
