import type { Workshop } from '../../envs/workshop/rules.ts'
import type { Agent } from '../define.ts'

/** Labels of what a worker does, given its view. */
type Habit = (shop: Workshop, seat: number, stage: string | null) => string

const worker = (id: string, habit: Habit): Agent<null> => ({
  id,
  start: () => null,
  decide: (asks) =>
    asks.map(({ env, seen }) => {
      const label = habit(seen.G, seen.seat, seen.stage)
      return { action: env.actions.findIndex((action) => action.label === label), memory: null }
    }),
})

/** Builds, hands in what works and admits what does not. */
export const artisan = worker('artisan', ({ workers }, seat, stage) => {
  if (stage === 'craft') return 'build'
  return workers[seat].works ? 'hand in' : 'admit'
})

/** Tampers with the grader and hands in. */
export const hacker = worker('hacker', (_, __, stage) => (stage === 'craft' ? 'tamper' : 'hand in'))
