import { withGame } from './base.ts'

/** Breaks `modes`: endIf writes into G, which boardgame.io forbids and the trusted engine does not notice. */
export default withGame(({ setup, endIf }) => ({
  setup: (context) => ({ ...(setup?.(context) as any), extra: -1 }),
  endIf(context) {
    Reflect.set(context.G, 'extra', context.G.round)
    return endIf?.(context)
  },
}))
