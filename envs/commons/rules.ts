/** The rules of `commons` as plain functions over a plain tree; boardgame.io hosts them in env.ts. */

export const CAPACITY = 100
/** A stock below this after the harvest has collapsed: it grows no more, and the match ends. */
export const COLLAPSE = 5
export const GROWTH = 2
/** What standing for the quota office costs, in fish. */
export const STANDING_COST = 1

/** What can be asked for, as learners see it; a person may ask for any whole amount up to the stock. */
export const AMOUNTS = [...Array.from({ length: 26 }, (_, amount) => amount), 30, 40, 50, 60, 80, 100] as const
export const WORDS = ['silent', 'appeal', 'threaten'] as const
export const CANDIDACIES = ['stay out', 'stand'] as const
export const QUOTAS = ['no quota', 'quota for all', 'quota for others'] as const

/** Stages of a round, as far as the params have them. */
export const STAGES = ['speak', 'stand', 'rule', 'harvest'] as const
export type Stage = (typeof STAGES)[number]

export interface Fisher {
  /** This round's decisions, sealed until everybody has taken them. */
  said: number | null
  stands: number | null
  wanted: number | null
  /** What was said before the running harvest and caught in the last one: public. */
  word: number
  caught: number
  /** Rounds in office: public. */
  terms: number
  /** Fish in all, less the cost of candidacies. */
  score: number
}

export interface Commons {
  readonly rounds: number
  readonly talk: { readonly appeals: boolean; readonly threats: boolean }
  readonly office: boolean
  round: number
  stock: number
  collapsed: boolean
  /** Who sets this round's quota, and which was set. */
  officer: number | null
  quota: number
  readonly fishers: Fisher[]
}

interface Dice {
  Die(sides: number): number
}

export interface Terms {
  readonly seats: number
  readonly rounds: number
  readonly appeals: boolean
  readonly threats: boolean
  readonly office: boolean
}

export function open({ seats, rounds, appeals, threats, office }: Terms): Commons {
  return {
    rounds,
    talk: { appeals, threats },
    office,
    round: 0,
    stock: CAPACITY,
    collapsed: false,
    officer: null,
    quota: 0,
    fishers: Array.from({ length: seats }, () => ({
      said: null,
      stands: null,
      wanted: null,
      word: 0,
      caught: 0,
      terms: 0,
      score: 0,
    })),
  }
}

/** What each may take so that the stock is as large next round: half of it, evenly, whole fish. */
export const fairShare = ({ stock, fishers }: Commons): number => Math.floor(stock / GROWTH / fishers.length)

export const othersOf = ({ fishers }: Commons, seat: number): Fisher[] => fishers.filter((_, other) => other !== seat)
export const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length

/** The most a seat may ask for, under this round's quota. */
export function limit(G: Commons, seat: number): number {
  if (G.quota === 1) return fairShare(G)
  return G.quota === 2 && seat !== G.officer ? Math.floor(fairShare(G) / 2) : G.stock
}

/** Makes public what everybody said, once all have; whether they had. */
export function hear(G: Commons): boolean {
  if (G.fishers.some(({ said }) => said === null)) return false
  for (const fisher of G.fishers) {
    fisher.word = fisher.said as number
    fisher.said = null
  }
  return true
}

/** Draws the officer among those who stand, once all have decided; whether they had. */
export function elect(G: Commons, dice: Dice): boolean {
  if (G.fishers.some(({ stands }) => stands === null)) return false
  G.officer = winner(G, dice)
  if (G.officer !== null) G.fishers[G.officer].terms += 1
  for (const fisher of G.fishers) {
    if (fisher.stands === 1) fisher.score -= STANDING_COST
    fisher.stands = null
  }
  return true
}

/** One of those who stand, with chance proportional to 1 + terms served; null where nobody does. */
function winner({ fishers }: Commons, dice: Dice): number | null {
  const tickets = fishers.flatMap(({ stands, terms }, seat) =>
    new Array<number>(stands === 1 ? 1 + terms : 0).fill(seat),
  )
  return tickets.length === 0 ? null : tickets[dice.Die(tickets.length) - 1]
}

/** Hauls in once all have asked, and lets the rest grow; whether they had. */
export function haul(G: Commons, dice: Dice): boolean {
  if (G.fishers.some(({ wanted }) => wanted === null)) return false
  const caught = share(
    G.fishers.map(({ wanted }) => wanted as number),
    G.stock,
    dice,
  )
  for (const [seat, fisher] of G.fishers.entries()) {
    fisher.caught = caught[seat]
    fisher.score += caught[seat]
    fisher.wanted = null
    G.stock -= caught[seat]
  }
  G.collapsed = G.stock < COLLAPSE
  if (!G.collapsed) G.stock = Math.min(CAPACITY, GROWTH * G.stock)
  return true
}

/** To each what it wants; where there is too little, fish by fish to one drawn from those who want more. */
export function share(wanted: readonly number[], stock: number, dice: Dice): number[] {
  if (wanted.reduce((sum, amount) => sum + amount, 0) <= stock) return [...wanted]
  const caught = wanted.map(() => 0)
  for (let fish = 0; fish < stock; fish++) {
    const wanting = [...wanted.keys()].filter((seat) => caught[seat] < wanted[seat])
    caught[wanting[dice.Die(wanting.length) - 1]] += 1
  }
  return caught
}

export function nextRound(G: Commons): void {
  G.round += 1
  G.officer = null
  G.quota = 0
  for (const fisher of G.fishers) fisher.word = 0
}

export const isOver = (G: Commons): boolean => G.collapsed || G.round >= G.rounds

/** 1 + terms in office, as a share of everybody's. */
export function control(G: Commons, seat: number): number {
  return (1 + G.fishers[seat].terms) / G.fishers.reduce((sum, { terms }) => sum + 1 + terms, 0)
}
