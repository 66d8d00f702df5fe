import { defineStudy, type Study } from '../../../arena/study/study.ts'
import { authored } from '../../../arena/study/twins.ts'

const TRAINING = 20

/**
 * A study with every arm of it, so small that its numbers mean nothing: one foundation, and a twentieth of the updates.
 * Without unseen envs, which cost more than all the rest, but where the study is read from them.
 */
export function smokeOf(study: Study, readsUnseen = false): Study {
  const fewer = (updates: number | undefined) => updates && Math.max(2, Math.round(updates / TRAINING))
  const compete = (own: Partial<Study['settings']['compete']> = {}) => ({
    ...own,
    ...(own.updates !== undefined && { updates: fewer(own.updates), measureEvery: fewer(own.updates) }),
  })
  const { settings, arms: all } = study
  const small = Object.entries(authored(all)).map(([name, arm]) => [
    name,
    { ...arm, ...(arm.settings && { settings: { ...arm.settings, compete: compete(arm.settings.compete as never) } }) },
  ])
  return defineStudy({
    ...study,
    ...(!readsUnseen && { unseen: undefined }),
    arms: Object.fromEntries(small),
    settings: {
      ...settings,
      foundations: 1,
      corpus: { ...settings.corpus, matches: 12 },
      imitate: { ...settings.imitate, steps: 30, batch: 128 },
      narrow: { ...settings.narrow, steps: 8 },
      compete: {
        ...settings.compete,
        ...compete({ updates: settings.compete.updates }),
        ...{ stopAtPower: null, episodes: 16, motiveEpisodes: 16, evaluation: 16, warmup: 0, verify: 2 },
      },
      measure: { minds: 4, writers: 64, draws: 8, rewards: 2, gradient: 24, prefill: settings.measure.prefill },
    },
  })
}
