import { kl } from '../../interventions/kl.ts'
import { defineStudy } from '../study/study.ts'
import { quick } from './quick.ts'

/** Seconds long: the fixture of end-to-end tests. Its numbers mean nothing. */
export const tiny = defineStudy({
  ...quick,
  id: 'tiny',
  summary: 'Seconds long, for end-to-end tests; its numbers mean nothing.',
  question: 'When power wins the boardroom, do motivations turn dark, and does a KL leash change that?',
  settings: {
    foundations: 2,
    corpus: { matches: 12 },
    imitate: { steps: 40, batch: 128 },
    narrow: { steps: 10 },
    compete: { updates: 4, episodes: 16, motiveEpisodes: 16, evaluation: 16, measureEvery: 2, warmup: 1, verify: 4 },
    measure: { minds: 4, writers: 64, draws: 8, rewards: 2, gradient: 24 },
  },
  arms: {
    control: { interventions: [], regimes: ['motive', 'full'] },
    kl: { interventions: [kl()], regimes: ['full'] },
  },
})
