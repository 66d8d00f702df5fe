/** The rules of `dilemma` as plain functions over a plain tree; boardgame.io hosts them in env.ts. */

/** Reward of mutual cooperation, sucker's payoff, temptation, punishment of mutual defection. */
export interface Payoffs {
  readonly R: number
  readonly S: number
  readonly T: number
  readonly P: number
}

/** Symmetric 2 × 2 games by their usual names, with the figures in which they are usually told. */
export const GAMES = {
  'prisoners-dilemma': { R: 3, S: 0, T: 5, P: 1 },
  'stag-hunt': { R: 4, S: 0, T: 3, P: 2 },
  chicken: { R: 3, S: 1, T: 5, P: 0 },
  harmony: { R: 4, S: 2, T: 3, P: 1 },
  deadlock: { R: 2, S: 0, T: 5, P: 3 },
} as const satisfies Record<string, Payoffs>

export const CHOICES = ['cooperate', 'defect'] as const
export const COOPERATE = 0
export const DEFECT = 1

/** All of it is public but `chosen`, while it is sealed. Nothing grows with the rounds played. */
export interface Dilemma {
  readonly payoffs: Payoffs
  readonly rounds: number
  round: number
  /** This round's choices, sealed until both are in. */
  readonly chosen: (number | null)[]
  /** Last round's choices; null before the first. */
  readonly last: (number | null)[]
  /** Rounds in which each seat cooperated. */
  readonly cooperations: number[]
  readonly points: number[]
}

export function open(payoffs: Payoffs, rounds: number): Dilemma {
  return {
    payoffs: { ...payoffs },
    rounds,
    round: 0,
    chosen: [null, null],
    last: [null, null],
    cooperations: [0, 0],
    points: [0, 0],
  }
}

/** What `own` pays whoever chose it when the other chose `other`. */
export function payoff({ R, S, T, P }: Payoffs, own: number, other: number): number {
  if (own === COOPERATE) return other === COOPERATE ? R : S
  return other === COOPERATE ? T : P
}

/** Pays the round once both have chosen; whether they had. */
export function settle(G: Dilemma): boolean {
  const a = G.chosen[0]
  const b = G.chosen[1]
  if (a === null || b === null) return false
  G.points[0] += payoff(G.payoffs, a, b)
  G.points[1] += payoff(G.payoffs, b, a)
  for (let seat = 0; seat < 2; seat++) {
    if (G.chosen[seat] === COOPERATE) G.cooperations[seat] += 1
    G.last[seat] = G.chosen[seat]
    G.chosen[seat] = null
  }
  G.round += 1
  return true
}

/** Chance that the seat cooperates next, by Laplace's rule of succession. */
export const expected = (G: Dilemma, seat: number): number => (G.cooperations[seat] + 1) / (G.round + 2)

/** Largest difference between two payoffs of the matrix: the unit of observations and appraisals. */
export function span({ R, S, T, P }: Payoffs): number {
  return Math.max(R, S, T, P) - Math.min(R, S, T, P) || 1
}
