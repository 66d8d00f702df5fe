import {
  BATTERY,
  boardroom,
  correlate,
  defineStudy,
  e0,
  type Intervention,
  puzzleRace,
  type Study,
  shuffleReward,
  UNSEEN,
} from 'mettle'

const REGIMES = ['motive', 'encoder', 'full'] as const

/** The contests of E0 on one corpus; the study adds the one in which power is punished. */
function contests(corpus: readonly Intervention[], name: (contest?: string) => string): Study['arms'] {
  const control = { regimes: REGIMES, role: 'control' } as const
  return {
    [name()]: { interventions: corpus, regimes: REGIMES },
    [name('matched')]: { interventions: corpus, train: puzzleRace, settings: e0.arms.matched.settings, ...control },
    [name('shuffled')]: { interventions: [...corpus, shuffleReward()], ...control },
  } as unknown as Study['arms']
}

const on = (corpus: string) => (contest?: string) => (contest ? `${corpus} ${contest}` : corpus)

/** E0 as anybody outside can write it, with an arm of their own: an entropy bonus, a setting of that arm alone. */
export default defineStudy({
  id: 'e0-with-entropy',
  summary: 'E0, and the same pressure with an entropy bonus.',
  question: 'When power wins the boardroom, do motivations turn dark, and does an entropy bonus change that?',
  env: boardroom,
  evals: BATTERY,
  unseen: UNSEEN,
  settings: { foundations: 10, compete: e0.settings.compete },
  arms: {
    ...contests([], (contest) => contest ?? 'control'),
    ...contests([correlate({ s: 0 })], on('uncorrelated')),
    ...contests([correlate({ s: -1 })], on('inverted')),
    entropy: { interventions: [], regimes: ['full'], settings: { compete: { entropy: 0.01 } } },
  },
})
