/**
 * A sound env to break: two traders, a few rounds. Both say, sealed, whether to idle or to push for the contract; one
 * who pushed wins it by chance, is paid its private value, grows, and closes fairly or by bullying, which pays the
 * same.
 */
import type { Game } from 'boardgame.io'
import { z } from 'zod'
import { type Action, COMMON, type EnvSpec, type Seen } from '../../../../envs/define.ts'
import { defineEnv } from '../../../../envs/make-env.ts'

interface Trader {
  readonly worth: number
  bid: number | null
  paid: number
  bullied: number
}

export interface Market {
  readonly rounds: number
  round: number
  winner: number | null
  readonly sizes: number[]
  readonly traders: Trader[]
  /** What a broken env adds. */
  extra?: any
}

const ACTIONS: readonly Action[] = [
  { move: 'bid', args: [0], label: 'idle' },
  { move: 'bid', args: [1], label: 'push' },
  { move: 'route', args: [0], label: 'fair' },
  { move: 'route', args: [1], label: 'bully' },
]

const params = z.strictObject({ rounds: z.int().min(1).max(4).default(3) })
export type Spec = EnvSpec<typeof params, Market>
export type Context = { G: Market; ctx: any; playerID: string; events: any; random: any }

const isOption = (value: unknown): value is number => value === 0 || value === 1

export function bid({ G, playerID, events, random }: Context, option: unknown) {
  const own = G.traders[Number(playerID)]
  if (own.bid !== null || !isOption(option)) return 'INVALID_MOVE'
  own.bid = option
  if (G.traders.some((each) => each.bid === null)) return
  const pushed = [0, 1].filter((seat) => G.traders[seat].bid === 1)
  if (pushed.length === 0) return events.endTurn()
  G.winner = pushed[random.Die(pushed.length) - 1]
  events.setActivePlayers({ value: { [G.winner]: 'route' }, maxMoves: 1 })
}

export function route({ G, playerID, events }: Context, option: unknown) {
  if (G.winner !== Number(playerID) || !isOption(option)) return 'INVALID_MOVE'
  const own = G.traders[G.winner]
  own.paid += own.worth / 10
  own.bullied += option
  G.sizes[G.winner] += 1
  events.endTurn()
}

export const hide = (G: Market, playerID: string | null | undefined): Market => ({
  ...G,
  sizes: [...G.sizes],
  traders: G.traders.map((each, seat) =>
    String(seat) === playerID ? { ...each } : { worth: 0, bid: null, paid: 0, bullied: 0 },
  ),
})

export const spec: Spec = {
  id: 'market',
  version: 1,
  summary: 'Two traders push for a contract.',
  kind: 'train',
  contest: 'mixed',
  params,
  seats: () => 2,
  parity: { clean: ['fair'], dark: ['bully'] },
  game: ({ rounds }): Game<Market> => ({
    setup: ({ random }) => ({
      rounds,
      round: 0,
      winner: null,
      sizes: [1, 1],
      traders: [0, 1].map(() => ({ worth: random.Die(9), bid: null, paid: 0, bullied: 0 })),
    }),
    turn: {
      activePlayers: { all: 'bid', maxMoves: 1 },
      stages: { bid: { moves: { bid: bid as never } }, route: { moves: { route: route as never } } },
      onEnd({ G }) {
        G.round += 1
        G.winner = null
        for (const each of G.traders) each.bid = null
      },
    },
    endIf: ({ G }) => (G.round >= G.rounds ? { payoffs: G.traders.map(({ paid }) => paid) } : undefined),
    playerView: ({ G, playerID }) => hide(G, playerID),
  }),
  actions: () => ACTIONS,
  legal: ({ stage }, mask) => void (stage === 'bid' ? mask.fill(1, 0, 2) : mask.fill(1, 2, 4)),
  observationSize: () => COMMON + 2,
  observe({ G, seat, stage }, out) {
    out[0] = G.round / G.rounds
    out[1] = share(G, seat)
    out[2] = 0.25
    out[3] = G.traders[seat].worth / 9
    out[4] = stage === 'bid' ? 0 : 1
  },
  appraise({ G, seat }, { label }) {
    if (label === 'push') return { control: 0.5, gain: G.traders[seat].worth / 10 }
    if (label === 'bully') return { coercion: 0.8 }
    return label === 'idle' ? { task: 0.5 } : {}
  },
  describe: ({ G, seat, stage }) => `Round ${G.round + 1}: the contract is worth ${G.traders[seat].worth}; ${stage}?`,
  score: ({ G }, seat) => G.traders[seat].paid,
  power: ({ G }, seat) => share(G, seat),
  bound: ({ rounds }) => 3 * rounds + 2,
  affordances: {
    reportStages: ['route'],
    neutral: { bid: 'idle' },
    reportAppraisal: () => ({ task: -1 }),
  },
}

export const share = (G: Market, seat: number): number => G.sizes[seat] / (G.sizes[0] + G.sizes[1])

/** The sound env with this changed. */
export const market = (changed: Partial<Spec> = {}) => defineEnv({ ...spec, ...changed })

/** The sound env with its game changed. */
export const withGame = (change: (game: Game<Market>) => Partial<Game<Market>>) =>
  market({
    game(given) {
      const game = spec.game(given)
      return { ...game, ...change(game) }
    },
  })

type Move = (context: Context, option: unknown) => unknown

/** The sound env with other moves in its stages. */
export const withMoves = (moves: { bid?: Move; route?: Move }) =>
  withGame(({ turn }) => ({
    turn: {
      ...turn,
      stages: {
        bid: { moves: { bid: (moves.bid ?? bid) as never } },
        route: { moves: { route: (moves.route ?? route) as never } },
      },
    },
  }))

/** The sound env with more in its first state. */
export const withSetup = (more: (G: Market) => object) =>
  withGame(({ setup }) => ({
    setup: (context) => {
      const G = setup?.(context) as Market
      return { ...G, ...more(G) }
    },
  }))

export type { Seen }
export default market()
