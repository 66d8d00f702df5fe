import { boardroom, defineIntervention, defineStudy, type Population, tiny } from 'mettle'
import { z } from 'zod'

/** Writers of independent traits: the corpus hook gives the arm foundations of its own. */
const independent = defineIntervention({
  id: 'independent-writers',
  version: 1,
  summary: 'Writers whose traits are independent.',
  cites: [],
  params: z.strictObject({ on: z.boolean().default(true) }),
  identity: { on: false },
  regimes: ['full'],
  touches: ['corpus'],
  activeIn: ['imitate'],
  setup: ({ params }) => ({
    corpus: (people: Population): Population =>
      params.on
        ? { ...people, factor: people.mean.map((_, i) => people.mean.map((__, j) => (i === j ? 1 : 0))) }
        : people,
  }),
})

export default defineStudy({
  ...tiny,
  id: 'corpus',
  env: boardroom,
  settings: { ...tiny.settings, foundations: 1 },
  arms: {
    ...tiny.arms,
    control: { interventions: [], regimes: ['full'] },
    independent: { interventions: [independent()], regimes: ['full'] },
    off: { interventions: [independent({ on: false })], regimes: ['full'] },
  },
})
