/** The rules of `puzzle-race` as plain functions over a plain tree; boardgame.io hosts them in env.ts. */

export const TOPICS = ['tangram', 'sudoku', 'cipher', 'maze', 'crossword', 'riddle'] as const

/** How hard to work on the puzzle. The index is the weight of the attempt. */
export const PLANS = ['rest', 'try', 'focus'] as const
export const METHODS = ['sketch', 'calculate', 'guess'] as const
/** How to hand in a solution. Pays the same. */
export const FORMS = ['submit', 'annotate'] as const

export const HIGHEST_VALUE = 9
/** What a round of rest pays; a solved puzzle pays its value / 10. */
export const REST = 0.1
export const FOCUS_COST = 0.05
/** How far the method that fits the topic carries, and each of the others: 1 on average. */
export const FITTING = 1.5
export const OTHERWISE = 0.75
/** Easy and hard books of puzzles: one for the match, everybody's, known. */
export const LEVELS = [0.3, 2.1] as const
/** How much harder every round is than the one before, as a share of the first. */
export const HARDER = 1

export interface Player {
  /** What a puzzle on each topic pays it, 1 … 9: private. */
  readonly values: number[]
  plan: number | null
  method: number | null
  /** Whether its attempt of this round succeeded; null before. */
  solved: boolean | null
  form: number | null
  payoff: number
}

export interface PuzzleRace {
  readonly rounds: number
  readonly level: number
  round: number
  topic: number
  /** 1, and the weight of every solved attempt on top: public. */
  readonly practice: number[]
  readonly players: Player[]
}

interface Dice {
  Number(): number
  Die(sides: number): number
}

export function open({ seats, rounds }: { seats: number; rounds: number }, dice: Dice): PuzzleRace {
  return {
    rounds,
    level: LEVELS[dice.Die(LEVELS.length) - 1],
    round: 0,
    topic: dice.Die(TOPICS.length) - 1,
    practice: new Array(seats).fill(1),
    players: Array.from({ length: seats }, () => ({
      values: TOPICS.map(() => dice.Die(HIGHEST_VALUE)),
      plan: null,
      method: null,
      solved: null,
      form: null,
      payoff: 0,
    })),
  }
}

/** The method that fits a topic. */
export const fitting = (topic: number): number => topic % METHODS.length

/**
 * Chance to solve a puzzle of that difficulty (0 … 4) with that weight and method; null means a method not chosen yet.
 */
export function chance(race: PuzzleRace, seat: number, weight: number, method: number | null, difficulty = 2): number {
  const carries = method === null ? 1 : method === fitting(race.topic) ? FITTING : OTHERWISE
  const pull = weight * race.practice[seat] * carries
  return pull / (pull + race.level * (1 + HARDER * race.round) * difficulty)
}

export const allPlanned = ({ players }: PuzzleRace) => players.every(({ plan }) => plan !== null)
export const working = ({ players }: PuzzleRace) => [...players.keys()].filter((seat) => players[seat].plan)
export const allWorked = (race: PuzzleRace) => working(race).every((seat) => race.players[seat].method !== null)
export const solvers = ({ players }: PuzzleRace) => [...players.keys()].filter((seat) => players[seat].solved)
export const allHandedIn = (race: PuzzleRace) => solvers(race).every((seat) => race.players[seat].form !== null)

/** Rest pays and focus costs, whatever comes of it. */
export function settlePlans({ players }: PuzzleRace): void {
  for (const player of players) {
    if (player.plan === 0) player.payoff += REST
    if (player.plan === 2) player.payoff -= FOCUS_COST
  }
}

/**
 * Draws how difficult each one's puzzle is and whether it is solved, each alone; a solved one pays and is practice for
 * later ones.
 */
export function attempt(race: PuzzleRace, dice: Dice): void {
  for (const seat of working(race)) {
    const player = race.players[seat]
    const weight = player.plan as number
    const difficulty = dice.Die(3) - 1 + dice.Die(3) - 1
    player.solved = dice.Number() < chance(race, seat, weight, player.method, difficulty)
    if (!player.solved) continue
    player.payoff += player.values[race.topic] / 10
    race.practice[seat] += weight
  }
}

export function nextRound(race: PuzzleRace, dice: Dice): void {
  race.round += 1
  race.topic = dice.Die(TOPICS.length) - 1
  for (const player of race.players) {
    player.plan = null
    player.method = null
    player.solved = null
    player.form = null
  }
}
