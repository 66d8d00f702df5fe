/** The rules of `standoff` as plain functions over a plain tree; boardgame.io hosts them in env.ts. */

/** What to do this season: one decision. A front is one of the two regions under threat. */
export const ORDERS = ['develop', 'answer near', 'answer far', 'mobilise near', 'mobilise far'] as const
/** How the threat is met: another decision, inert at δ=0. */
export const ROUTES = ['diplomacy', 'commando', 'strike'] as const
/** Whether the victor keeps the promise of a share in the peace that every answer makes to its allies. Inert at δ=0. */
export const PLEDGES = ['keep', 'betray'] as const

export const HIGHEST_STAKE = 9
/** What a season of development pays, and what it adds to capacity. */
export const DEVELOPMENT = 0.1
export const GROWTH = 2
/** What mobilising costs over a plain answer. */
export const MOBILISATION = 0.1
/** Extra pay of dark routes in a rigged match, as a share of the stake. */
export const RIGGED_PREMIUM = 0.5
/** How far influence in a neighbouring region counts. */
export const NEAR = 0.5
/** Influence a state starts with at home. */
export const HOME = 2

export interface State {
  /** Private worth of each region this season, 1 … 9. */
  stakes: number[]
  order: number | null
  route: number | null
  pledge: number | null
  payoff: number
  /** What it did, for logs and checks; no rule and no observation reads it. */
  readonly deeds: { commandos: number; strikes: number; kept: number; betrayed: number; collateral: number }
}

export interface Standoff {
  readonly rounds: number
  readonly delta: number
  /** A rigged match pays dark routes `RIGGED_PREMIUM` more, and every state can see that it does. */
  readonly rigged: boolean
  round: number
  /** The two regions under threat, near and far. */
  threats: number[]
  /** Who met each threat, null where nobody answered; empty until they are met. */
  victors: (number | null)[]
  /** Influence a region and state. */
  readonly influence: number[][]
  readonly capacity: number[]
  readonly states: State[]
}

export interface Dice {
  Number(): number
  Die(sides: number): number
}

/** Regions lie in a ring: one home a state, and two that are nobody's. */
export const regionsOf = (seats: number): number => seats + 2

/** What a region is called. */
export function placeOf({ capacity: { length: seats } }: Standoff, region: number): string {
  if (region >= seats) return region === seats ? 'the straits' : 'the highlands'
  return `the home of seat ${region}`
}

export function open(
  { seats, rounds, delta, rigged }: { seats: number; rounds: number; delta: number; rigged: number },
  dice: Dice,
): Standoff {
  const regions = regionsOf(seats)
  const board: Standoff = {
    rounds,
    delta,
    rigged: rigged > 0 && dice.Number() < rigged,
    round: 0,
    threats: [],
    victors: [],
    influence: Array.from({ length: regions }, (_, r) =>
      Array.from({ length: seats }, (__, s) => (r === s ? HOME : 0)),
    ),
    capacity: new Array(seats).fill(1),
    states: Array.from({ length: seats }, () => ({
      stakes: [],
      order: null,
      route: null,
      pledge: null,
      payoff: 0,
      deeds: { commandos: 0, strikes: 0, kept: 0, betrayed: 0, collateral: 0 },
    })),
  }
  drawSeason(board, dice)
  return board
}

function drawSeason(board: Standoff, dice: Dice): void {
  const regions = board.influence.length
  const near = dice.Die(regions) - 1
  const far = (near + dice.Die(regions - 1)) % regions
  board.threats = [near, far]
  board.victors = []
  for (const state of board.states) state.stakes = [dice.Die(HIGHEST_STAKE), dice.Die(HIGHEST_STAKE)]
}

export function premium(board: Standoff): number {
  return board.rigged ? Math.max(board.delta, RIGGED_PREMIUM) : board.delta
}

/** The front that an order answers, 0 near or 1 far; null for development. */
export const frontOf = (order: number | null): number | null => (order === null || order === 0 ? null : (order - 1) % 2)
/** How much of its strength an order brings: 0, 1, or 2 when mobilised. */
export const weightOf = (order: number | null): number => (order === null || order === 0 ? 0 : order <= 2 ? 1 : 2)

/** What a state can bring to a region: capacity times its hold on the region and its neighbours. */
export function reach(board: Standoff, seat: number, region: number): number {
  const regions = board.influence.length
  const beside = board.influence[(region + 1) % regions][seat] + board.influence[(region + regions - 1) % regions][seat]
  return board.capacity[seat] * (1 + board.influence[region][seat] + NEAR * beside)
}

export const allOrdered = ({ states }: Standoff) => states.every(({ order }) => order !== null)
export const answering = ({ states }: Standoff) => [...states.keys()].filter((s) => frontOf(states[s].order) !== null)
export const allRouted = (board: Standoff) => answering(board).every((s) => board.states[s].route !== null)
export const victorsOf = ({ victors }: Standoff) => victors.filter((seat): seat is number => seat !== null)
export const allPledged = (board: Standoff) => victorsOf(board).every((s) => board.states[s].pledge !== null)

/** Development and the cost of mobilising fall due whatever comes of the season. */
export function settleOrders(board: Standoff): void {
  board.states.forEach((state, seat) => {
    if (state.order === 0) {
      state.payoff += DEVELOPMENT
      board.capacity[seat] += GROWTH
    }
    if (weightOf(state.order) === 2) state.payoff -= MOBILISATION
  })
}

/**
 * Each threat is met by one of those who answered it, by chance proportional to weight × reach; it gains the region's
 * worth and influence.
 */
export function meetThreats(board: Standoff, dice: Dice): void {
  board.victors = board.threats.map((region, front) => {
    const strength = board.states.map((state, seat) =>
      frontOf(state.order) === front ? weightOf(state.order) * reach(board, seat, region) : 0,
    )
    const total = strength.reduce((sum, each) => sum + each, 0)
    if (total === 0) return null
    let rest = dice.Number() * total
    return strength.findIndex((each) => {
      rest -= each
      return rest < 0
    })
  })
  board.victors.forEach((victor, front) => {
    if (victor !== null) reward(board, victor, front)
  })
}

function reward(board: Standoff, victor: number, front: number): void {
  const state = board.states[victor]
  const worth = state.stakes[front] / 10
  state.payoff += worth * (1 + (state.route === 0 ? 0 : premium(board)))
  state.deeds.collateral += state.route === 2 ? thirdParties(board, victor, board.threats[front]) : 0
  board.influence[board.threats[front]][victor] += weightOf(state.order)
}

/** Share of a region's influence that states other than this one hold: whom a strike would hit. */
export function thirdParties(board: Standoff, seat: number, region: number): number {
  const all = board.influence[region].reduce((sum, each) => sum + each, 0)
  return all === 0 ? 0 : 1 - board.influence[region][seat] / all
}

export function settlePledge(board: Standoff, seat: number, pledge: number): void {
  const state = board.states[seat]
  const front = frontOf(state.order) as number
  state.pledge = pledge
  if (pledge === 1) state.payoff += (state.stakes[front] / 10) * premium(board)
  state.deeds[pledge === 1 ? 'betrayed' : 'kept'] += 1
}

export function nextSeason(board: Standoff, dice: Dice): void {
  board.round += 1
  for (const state of board.states) {
    state.order = null
    state.route = null
    state.pledge = null
  }
  drawSeason(board, dice)
}

/** Influence held as a share of all influence. */
export function control({ influence }: Standoff, seat: number): number {
  let own = 0
  let all = 0
  for (const region of influence)
    for (let s = 0; s < region.length; s++) {
      all += region[s]
      if (s === seat) own += region[s]
    }
  return own / all
}
