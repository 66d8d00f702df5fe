import { z } from 'zod'
import { type Agent, type Ask, defineAgent } from '../../agents/define.ts'
import type { Env } from '../../envs/define.ts'
import type { Match } from '../engine/define.ts'
import { act, legalMask, nameOf } from '../play/seats.ts'
import { createSimulator, type Simulator } from './simulator.ts'
import { armsOf, choose, mostVisited, type Node, newNode, type Scale } from './tree.ts'

/** What search may be given. UCB1: Auer et al. 2002. */
export const MctsSettings = z.strictObject({
  iterations: z.int().min(1).max(1_000_000).default(200).describe('Simulated matches per decision, 1 … 1,000,000.'),
  exploration: z
    .number()
    .min(0)
    .max(1000)
    .default(1)
    .describe('Weight of UCB1’s bonus on payoffs scaled to 0 … 1, 0 … 1000.'),
})

/**
 * Information-set Monte Carlo tree search for any env: each simulation starts from a fresh draw of what the asked seat
 * cannot see, and the tree branches on what it sees. Seats that decide in the same tick choose without knowing each
 * other's choice, each for its own payoff. Never reports or abstains.
 * @throws Error when it is seated in an env that hides something and offers no `determinise`.
 */
export function mcts(settings: z.input<typeof MctsSettings> = {}, id = 'mcts'): Agent<null> {
  const { iterations, exploration } = MctsSettings.parse(settings)
  const simulators = new WeakMap<Env, Simulator>()
  const simulatorOf = (env: Env): Simulator => {
    const simulator = simulators.get(env) ?? createSimulator(env)
    simulators.set(env, simulator)
    return simulator
  }
  return {
    id,
    start(env) {
      simulatorOf(env)
      return null
    },
    decide: (asks) =>
      asks.map((ask) => ({ action: search(simulatorOf(ask.env), ask, iterations, exploration), memory: null })),
  }
}

/** `mcts` as a plugin. */
export const mctsPlugin = defineAgent({
  id: 'mcts',
  version: 1,
  kind: 'search',
  summary: 'Information-set Monte Carlo tree search; sees what its seat sees and draws the rest.',
  params: MctsSettings,
  plays: 'any',
  create: (settings, name) => mcts(settings, name),
})

interface Search extends Ask {
  readonly simulator: Simulator
  readonly exploration: number
  readonly scale: Scale
}

function search(simulator: Simulator, ask: Ask, iterations: number, exploration: number): number {
  const mask = own(ask.env, ask.mask)
  const only = mask.indexOf(1)
  if (only === mask.lastIndexOf(1)) return only < 0 ? ask.mask.indexOf(1) : only
  const scale = { low: Number.POSITIVE_INFINITY, high: Number.NEGATIVE_INFINITY }
  const root = newNode()
  for (let i = 0; i < iterations; i++) simulate({ ...ask, simulator, exploration, scale }, root)
  return mostVisited(armsOf(root, ask.seen.seat, mask.length), mask)
}

/** Without the reserved actions, which mean nothing to the rules that search plays by. */
function own({ report, abstain }: Env, mask: Uint8Array): Uint8Array {
  return mask.map((legal, i) => (i === report || i === abstain ? 0 : legal))
}

interface Choice {
  readonly seat: number
  readonly action: number
}

/**
 * One match to its end. All of it enters the tree, whose untried actions come first, so the rest is played at random.
 */
function simulate(task: Search, root: Node): void {
  const { env, seen, rng, simulator } = task
  const match = simulator.from(seen, rng)
  const path: { node: Node; choices: readonly Choice[] }[] = []
  let node = root
  for (let tick = 0; match.ctx.gameover === undefined && tick < env.bound; tick++) {
    const choices = decideAll(task, match, node)
    path.push({ node, choices })
    for (const { seat, action } of choices) {
      act(env, match, seat, action)
    }
    node = childOf(node, match, seen.seat)
  }
  learn(task, match, path)
}

/** Every seat that is to decide does so from the same position. */
function decideAll({ env, simulator, scale, exploration, rng }: Search, match: Match, node: Node): Choice[] {
  const views = Array.from({ length: env.seats }, (_, seat) => simulator.seenBy(match, seat))
  const deciding = views.filter((seen) => seen !== null)
  const rule = { scale, exploration, together: deciding.length > 1 }
  return deciding.map((seen) => {
    const mask = legalMask(env, seen)
    const arms = armsOf(node, seen.seat, mask.length)
    return { seat: seen.seat, action: choose(arms, own(env, mask), rule, rng) }
  })
}

/** Where the searching seat finds itself next: positions it cannot tell apart are one. */
function childOf(node: Node, match: Match, seat: number): Node {
  const key = JSON.stringify([match.view(nameOf(seat)), match.ctx.activePlayers?.[seat], match.ctx.turn])
  const child = node.children.get(key) ?? newNode()
  node.children.set(key, child)
  return child
}

function learn(
  { env, scale }: Search,
  match: Match,
  path: readonly { node: Node; choices: readonly Choice[] }[],
): void {
  const scores = Array.from({ length: env.seats }, (_, seat) => env.score(match, seat))
  scale.low = Math.min(scale.low, ...scores)
  scale.high = Math.max(scale.high, ...scores)
  for (const { node, choices } of path) {
    for (const { seat, action } of choices) {
      const arms = armsOf(node, seat, env.actions.length)
      arms.visits[action] += 1
      arms.sums[action] += scores[seat]
    }
  }
}
