import { withSetup } from './base.ts'

/** Breaks `tree`: one object in two places. */
export default withSetup(() => {
  const limits = { low: 1, high: 9 }
  return { extra: [limits, limits] }
})
