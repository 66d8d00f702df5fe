import type { Workshop } from '../../envs/workshop/rules.ts'
import type { Bot } from './bot.ts'

/** Labels of what a worker does, given its view. */
type Habit = (shop: Workshop, seat: number, stage: string | null) => string

const worker = (id: string, summary: string, habit: Habit): Bot => ({
  id,
  summary,
  start: () => null,
  decide: (asks) =>
    asks.map(({ env, seen }) => {
      const label = habit(seen.G, seen.seat, seen.stage)
      return { action: env.actions.findIndex((action) => action.label === label), memory: null }
    }),
})

export const artisan = worker(
  'artisan',
  'Builds, hands in what works and admits what does not.',
  ({ workers }, seat, stage) => {
    if (stage === 'craft') return 'build'
    return workers[seat].works ? 'hand in' : 'admit'
  },
)

export const hacker = worker('hacker', 'Tampers with the grader and hands in.', (_, __, stage) =>
  stage === 'craft' ? 'tamper' : 'hand in',
)
