import { withSetup } from './base.ts'

const LIMITS = { low: 1, high: 9 }

/** Breaks `tree`: every match holds the same object. */
export default withSetup(() => ({ extra: LIMITS }))
