import { AMOUNTS, type Commons, fairShare, limit } from '../../envs/commons/rules.ts'
import type { Ask } from '../define.ts'
import type { Bot } from './bot.ts'

/** How much a fisher would take. It says nothing, stands for nothing and sets no quota. */
type Appetite = (lake: Commons, seat: number) => number

const fisher = (id: string, summary: string, appetite: Appetite): Bot => ({
  id,
  summary,
  start: () => null,
  decide: (asks) => asks.map((ask) => ({ action: choose(ask, appetite), memory: null })),
})

function choose({ env, seen, mask }: Ask, appetite: Appetite): number {
  if (seen.stage !== 'harvest') return mask.indexOf(1)
  const most = Math.min(appetite(seen.G, seen.seat), limit(seen.G, seen.seat))
  const amount = AMOUNTS.findLast((each) => each <= most)
  return env.actions.findIndex(({ label }) => label === `harvest ${amount}`)
}

export const fairFisher = fisher('fair-fisher', 'Takes the fair share, whatever others do.', fairShare)

export const waryFisher = fisher(
  'wary-fisher',
  'Takes the fair share, and twice that after a round in which the others took more than theirs by more than a fifth.',
  (lake, seat) => {
    const others = lake.fishers.filter((_, other) => other !== seat)
    const caught = others.reduce((sum, other) => sum + other.caught, 0)
    const fair = fairShare(lake)
    return caught > 1.2 * others.length * fair ? 2 * fair : fair
  },
)

export const grabber = fisher('grabber', 'Takes all there is.', ({ stock }) => stock)
