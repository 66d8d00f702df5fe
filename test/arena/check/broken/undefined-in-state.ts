import { withSetup } from './base.ts'

/** Breaks `json`: JSON drops what is undefined. */
export default withSetup(() => ({ extra: undefined }))
