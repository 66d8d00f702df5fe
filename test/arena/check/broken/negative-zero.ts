import { withSetup } from './base.ts'

/** Breaks `json`: −0 comes back as 0. */
export default withSetup(() => ({ extra: -0 }))
