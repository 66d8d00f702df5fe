import type { Rng } from '../../envs/random.ts'

/** Everything the searching seat knows at one tick; each seat that decides there has its own counts. */
export interface Node {
  readonly arms: Map<number, Arms>
  /** By what the searching seat sees next. */
  readonly children: Map<string, Node>
}

/** How often a seat chose each action here, and what it was paid in sum afterwards. */
interface Arms {
  readonly visits: Float64Array
  readonly sums: Float64Array
}

/** The lowest and highest payoff seen so far, so that envs of any scale are searched alike. */
export interface Scale {
  low: number
  high: number
}

export const newNode = (): Node => ({ arms: new Map(), children: new Map() })

export function armsOf(node: Node, seat: number, actions: number): Arms {
  const known = node.arms.get(seat)
  if (known) return known
  const arms = { visits: new Float64Array(actions), sums: new Float64Array(actions) }
  node.arms.set(seat, arms)
  return arms
}

export interface Rule {
  readonly scale: Scale
  readonly exploration: number
  /** Several seats decide at once. */
  readonly together: boolean
}

/**
 * UCB1 over the legal actions, untried ones first; each seat chooses for itself alone (decoupled UCT). Seats that
 * decide at once draw a part of their bonus each, since equal seats would otherwise move in step: to both it would look
 * as if the other mirrored them.
 */
export function choose(arms: Arms, mask: Uint8Array, { scale, exploration, together }: Rule, rng: Rng): number {
  const untried = mask.map((legal, i) => (legal && arms.visits[i] === 0 ? 1 : 0))
  if (untried.includes(1)) return rng.weighted(untried)
  const total = mask.reduce((sum, legal, i) => (legal ? sum + arms.visits[i] : sum), 0)
  let best = -1
  let highest = Number.NEGATIVE_INFINITY
  for (let i = 0; i < mask.length; i++) {
    if (!mask[i]) continue
    const bonus = exploration * Math.sqrt(Math.log(total) / arms.visits[i]) * (together ? rng.uniform() : 1)
    const bound = scaled(arms, i, scale) + bonus
    if (bound <= highest) continue
    highest = bound
    best = i
  }
  return best
}

function scaled({ visits, sums }: Arms, action: number, { low, high }: Scale): number {
  return high > low ? (sums[action] / visits[action] - low) / (high - low) : 0.5
}

export function mostVisited({ visits, sums }: Arms, mask: Uint8Array): number {
  let best = mask.indexOf(1)
  for (let i = best + 1; i < mask.length; i++) {
    if (!mask[i] || visits[i] < visits[best]) continue
    if (visits[i] > visits[best] || sums[i] > sums[best]) best = i
  }
  return best
}
