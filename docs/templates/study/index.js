// @ts-check
import { boardroom, defineStudy, dictator, handBack, kl, moneyBurning, senderReceiver, shuffleReward } from 'mettle'

/** Small enough to run in minutes, and so a smoke run: 10 foundations are the fewest with a verdict, 20 and more the rule. */
export default defineStudy({
  id: 'my-plugin',
  summary: 'Does a KL leash prevent drag in the boardroom?',
  question: 'When power wins the boardroom, does a KL leash keep motives where they were?',
  env: boardroom,
  evals: [dictator, senderReceiver, moneyBurning, handBack],
  settings: {
    foundations: 2,
    corpus: { matches: 24 },
    imitate: { steps: 60, batch: 128 },
    narrow: { steps: 10 },
    compete: { updates: 4, episodes: 32, evaluation: 32, measureEvery: 2, verify: 2 },
    measure: { minds: 4, writers: 48, gradient: 32, draws: 16, rewards: 4 },
  },
  arms: {
    control: { interventions: [], regimes: ['full'] },
    kl: { interventions: [kl({ weight: 0.5 })], regimes: ['full'] },
    shuffled: { interventions: [shuffleReward()], regimes: ['full'], role: 'control' },
  },
})
