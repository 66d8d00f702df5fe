import { refuse } from '../../refusal/errors.ts'
import { suggestion } from '../../refusal/nearest.ts'
import type { Contest, Row, Unit } from './define.ts'

const row = (id: string, what: string, unit: Unit): Row => ({ id, what, unit })

/** A contest of one row, whose program is told which. */
const one = (what: Row, { ask, beside, ...rest }: Omit<Contest, 'rows'>): Contest => ({
  rows: [what],
  ask: { row: what.id, ...ask },
  ...(beside && { beside: { ...beside, ask: { row: what.id, ...ask, ...beside.ask } } }),
  ...rest,
})

const REDUCER = { name: 'the reducer', ask: { mode: 'reference' } }
/** Slices of an engine, in seconds. */
const SLICE = 0.4

/** Two rounds of everything compiled while it runs. */
const WARM = 2

const stepper = (what: Row, game: string, mode: 'exact' | 'trusted') =>
  one(what, { program: 'stepper', ask: { game, mode, seconds: SLICE }, beside: REDUCER, warm: WARM })

const TWO = ['quick', '--foundations', '2', '--set', 'compete.updates=20', '--set', 'imitate.steps=800']

/** Every row of `bench --compare`, quickest first. */
export const CONTESTS: readonly Contest[] = [
  one(row('imitation-512', 'imitation step, 512 rows', 'ms'), {
    program: 'imitation',
    ask: { rows: 512, steps: 40 },
    warm: WARM,
  }),
  one(row('imitation-256', 'imitation step, 256 rows', 'ms'), {
    program: 'imitation',
    ask: { rows: 256, steps: 60 },
    warm: WARM,
  }),
  one(row('ppo', 'PPO update', 'ms'), { program: 'ppo', ask: { hooked: false, updates: 6 }, warm: WARM }),
  one(row('ppo-hook', 'PPO update with the loss of kl', 'ms'), {
    program: 'ppo',
    ask: { hooked: true, updates: 6 },
    warm: WARM,
  }),
  one(row('respond', 'respond: policies in 11 contexts', 'ms'), {
    program: 'responses',
    ask: { times: 5 },
    warm: WARM,
  }),
  one(row('rollout', 'decisions of networks in rollout', 'per s'), {
    program: 'rollout',
    ask: { matches: 512 },
    warm: WARM,
  }),
  stepper(row('exact-20', 'moves, exact, map of 20 kB', 'per s'), 'map', 'exact'),
  stepper(row('exact-75', 'moves, exact, map of 75 kB', 'per s'), 'big-map', 'exact'),
  stepper(row('trusted', 'moves, trusted, boardroom', 'per s'), 'boardroom', 'trusted'),
  one(row('dilemma', 'dilemma: 136 pairs, 200 rounds', 'ms'), {
    program: 'dilemma',
    ask: { rounds: 200, times: 5 },
    warm: WARM,
  }),
  {
    rows: [
      row('foundation', 'foundation of quick', 's'),
      row('trial', 'full trial of quick', 's'),
      row('trial-hooks', 'full trial with tensor hooks', 's'),
      row('memory', 'most memory of one worker (RSS)', 'MB'),
      row('heap', 'most of it in the heap of V8', 'MB'),
    ],
    program: 'jobs',
    fresh: true,
    warm: 0,
  },
  one(row('quick', 'quick, 1 foundation, 1 worker', 's'), {
    program: 'study',
    ask: { args: ['quick', '--foundations', '1'], workers: 1 },
    warm: 0,
  }),
  one(row('workers', 'quick, 2 foundations, 2 workers', 's'), {
    program: 'study',
    ask: { args: TWO, workers: 2 },
    beside: { name: '1 worker', ask: { workers: 1 } },
    warm: 0,
  }),
  one(row('e0', 'e0, 10 foundations, 2 workers', 's'), {
    program: 'study',
    ask: { args: ['e0', '--foundations', '10'], workers: 2 },
    warm: 0,
    long: true,
  }),
  one(row('start', 'npm ci and npm start, fresh copy', 's'), { program: 'start', warm: 0, long: true }),
]

const ids = (contests: readonly Contest[]) => contests.flatMap(({ rows }) => rows.map(({ id }) => id))

/**
 * Contests that give the rows asked for, and of each the rows that are shown.
 * @param only ids, commas between them; all but the long ones if none is given
 * @throws Refusal
 */
export function chosen(only: string | undefined, long: boolean): Contest[] {
  if (only === undefined) return CONTESTS.filter((contest) => long || !contest.long)
  const wanted = only.split(',').map((id) => id.trim())
  for (const id of wanted)
    if (!ids(CONTESTS).includes(id))
      refuse('--only', `rows of ${ids(CONTESTS).join(', ')}`, id || 'an empty name', suggestion(id, ids(CONTESTS)))
  const picked = CONTESTS.map((contest) => ({ ...contest, rows: contest.rows.filter(({ id }) => wanted.includes(id)) }))
  const left = picked.filter(({ rows }) => rows.length > 0)
  const slow = left.find((contest) => contest.long && !long)
  if (slow) refuse('--only', `--long beside ${ids([slow]).join(', ')}, which takes up to an hour a run`, only)
  return left
}
