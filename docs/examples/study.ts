import { defineStudy, dictator, moneyBurning } from 'mettle'
import pot from './env.ts'
import tax from './intervention.ts'

/** Small enough to run in half a minute, and so a smoke run: two foundations show that everything works, and nothing else. */
export default defineStudy({
  id: 'taxed-pot',
  summary: 'Does a tax on large wins change what winning does to motives, in the pot?',
  question: 'Does a tax on large wins change what winning does to motives?',
  env: pot,
  evals: [dictator, moneyBurning],
  settings: {
    foundations: 2,
    corpus: { matches: 24 },
    imitate: { steps: 60, batch: 128 },
    narrow: { steps: 10 },
    compete: { updates: 4, episodes: 32, motiveEpisodes: 32, evaluation: 32, measureEvery: 2, verify: 2 },
    measure: { minds: 4, writers: 48, gradient: 32, draws: 16, rewards: 4 },
  },
  arms: {
    control: { interventions: [], regimes: ['full'] },
    tax: { interventions: [tax({ rate: 0.5 })], regimes: ['full'] },
  },
})
