import { defineIntervention, defineStudy, leaderboard } from 'mettle'
import { z } from 'zod'

/** No weight moves: what such a row shows is what the leaderboard makes of nothing. */
const frozen = defineIntervention({
  id: 'frozen',
  version: 1,
  summary: 'Stops every gradient.',
  cites: [],
  params: z.strictObject({ on: z.boolean().default(true) }),
  identity: { on: false },
  regimes: ['encoder', 'full'],
  touches: ['gradients'],
  activeIn: ['compete'],
  setup: ({ params: { on } }) => ({
    gradients: (all) => (on ? Object.fromEntries(Object.entries(all).map(([name, g]) => [name, g.mul(0)])) : all),
  }),
})

/** The leaderboard with a row of your own; its gap to control is no effect, since nothing was learned. */
export default defineStudy({
  ...leaderboard,
  id: 'leaderboard-with-mine',
  preregistration: undefined,
  strengths: undefined,
  arms: { ...leaderboard.arms, mine: { interventions: [frozen()], regimes: ['full'] } },
})
