import { withGame } from './base.ts'

/** Breaks `payoffs`: the game reports what the score does not. */
export default withGame(() => ({
  endIf: ({ G }) => (G.round >= G.rounds ? { payoffs: G.traders.map(({ paid }) => 2 * paid + 1) } : undefined),
}))
