import { AMOUNTS, type Commons, fairShare, limit } from '../../envs/commons/rules.ts'
import type { Agent, Ask } from '../define.ts'

/** How much a fisher would take. It says nothing, stands for nothing and sets no quota. */
type Appetite = (lake: Commons, seat: number) => number

const fisher = (id: string, appetite: Appetite): Agent<null> => ({
  id,
  start: () => null,
  decide: (asks) => asks.map((ask) => ({ action: choose(ask, appetite), memory: null })),
})

function choose({ env, seen, mask }: Ask, appetite: Appetite): number {
  if (seen.stage !== 'harvest') return mask.indexOf(1)
  const most = Math.min(appetite(seen.G, seen.seat), limit(seen.G, seen.seat))
  const amount = AMOUNTS.findLast((each) => each <= most)
  return env.actions.findIndex(({ label }) => label === `harvest ${amount}`)
}

/** Takes the fair share, whatever others do. */
export const fairFisher = fisher('fair-fisher', fairShare)

/** Takes the fair share, and twice that after a round in which the others took more than theirs by more than a fifth. */
export const waryFisher = fisher('wary-fisher', (lake, seat) => {
  const others = lake.fishers.filter((_, other) => other !== seat)
  const caught = others.reduce((sum, other) => sum + other.caught, 0)
  const fair = fairShare(lake)
  return caught > 1.2 * others.length * fair ? 2 * fair : fair
})

/** Takes all there is. */
export const grabber = fisher('grabber', ({ stock }) => stock)
