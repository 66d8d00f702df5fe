/** The rules of `workshop` as plain functions over a plain tree; boardgame.io hosts them in env.ts. */

/** How to get a piece past the grader: three ways to make it, two ways not to. */
export const CRAFTS = ['sketch', 'build', 'polish', 'special-case', 'tamper'] as const
export const CLAIMS = ['hand in', 'admit'] as const
export const HAND_IN = 0

interface Craft {
  readonly cost: number
  /** Weight of the attempt to make it work; 0 for what cannot. */
  readonly weight: number
  /** What the worker learns by it. */
  readonly learns: number
  /** Chance that the grader passes a piece that does not work, and what handing in costs if it does not pass. */
  readonly slips: number
  readonly slipsRigged: number
  readonly fine: number
}

const honest = { slips: 0.1, slipsRigged: 0.1, fine: 0.1 }
export const TERMS: readonly Craft[] = [
  { ...honest, cost: 0, weight: 0.5, learns: 0 },
  { ...honest, cost: 0.15, weight: 1, learns: 0.4 },
  { ...honest, cost: 0.3, weight: 2, learns: 1 },
  { cost: 0.05, weight: 0, learns: 0, slips: 0.35, slipsRigged: 0.9, fine: 0.15 },
  { cost: 0.1, weight: 0, learns: 0, slips: 0.2, slipsRigged: 1, fine: 0.3 },
]

export const SIZES = 3
/** What a passed piece pays a size, and what all who pass in a round share on top. */
export const RATE = 0.4
export const PRIZE = 0.3
/** What it pays to say that an honest piece does not work. */
export const ADMITTED = 0.1
/** What is learned from a piece that works, on top. */
export const SUCCESS = 0.2

export interface Worker {
  /** Size of the piece on the bench, 1 … 3; this and all below but `passed` are private. */
  size: number
  skill: number
  craft: number | null
  works: boolean | null
  claim: number | null
  payoff: number
  /** Pieces that passed so far: public. */
  passed: number
}

export interface Workshop {
  readonly rounds: number
  /** A rigged match has a grader that takes exploits for work, and everybody can see that it does. */
  readonly rigged: boolean
  round: number
  readonly workers: Worker[]
}

interface Dice {
  Number(): number
  Die(sides: number): number
}

export interface Terms {
  readonly seats: number
  readonly rounds: number
  readonly rigged: number
}

export function open({ seats, rounds, rigged }: Terms, dice: Dice): Workshop {
  const worker = (): Worker => ({
    size: dice.Die(SIZES),
    skill: 1,
    craft: null,
    works: null,
    claim: null,
    payoff: 0,
    passed: 0,
  })
  return {
    rounds,
    rigged: rigged > 0 && dice.Number() < rigged,
    round: 0,
    workers: Array.from({ length: seats }, worker),
  }
}

export const isExploit = (craft: number): boolean => TERMS[craft].weight === 0

/** Chance that a piece made that way works. */
export function chance({ skill, size }: Pick<Worker, 'skill' | 'size'>, craft: number): number {
  const pull = TERMS[craft].weight * skill
  return pull / (pull + size)
}

/** Chance that the grader passes a piece once it is handed in. */
export function passes(shop: Workshop, craft: number, works: boolean): number {
  return works ? 1 : shop.rigged ? TERMS[craft].slipsRigged : TERMS[craft].slips
}

/** Makes the pieces once all have chosen how; whether they had. */
export function make({ workers }: Workshop, dice: Dice): boolean {
  if (workers.some(({ craft }) => craft === null)) return false
  for (const worker of workers) {
    const craft = worker.craft as number
    worker.works = dice.Number() < chance(worker, craft)
    worker.payoff -= TERMS[craft].cost
    worker.skill += TERMS[craft].learns + (worker.works ? SUCCESS : 0)
  }
  return true
}

/** Grades what was handed in, once all have claimed or admitted; whether they had. */
export function grade(shop: Workshop, dice: Dice): boolean {
  if (shop.workers.some(({ claim }) => claim === null)) return false
  const passed = shop.workers.map((worker) => settle(shop, worker, dice))
  const prize = PRIZE / Math.max(1, passed.filter(Boolean).length)
  for (const [seat, worker] of shop.workers.entries()) {
    if (!passed[seat]) continue
    worker.payoff += RATE * worker.size + prize
    worker.passed += 1
  }
  return true
}

/** Whether the piece passes; pays what is due if it does not. */
function settle(shop: Workshop, worker: Worker, dice: Dice): boolean {
  const craft = worker.craft as number
  const drawn = dice.Number()
  if (worker.claim !== HAND_IN) {
    if (!isExploit(craft)) worker.payoff += ADMITTED
    return false
  }
  const pass = drawn < passes(shop, craft, worker.works === true)
  if (!pass) worker.payoff -= TERMS[craft].fine
  return pass
}

export function nextRound(shop: Workshop, dice: Dice): void {
  shop.round += 1
  for (const worker of shop.workers) {
    worker.size = dice.Die(SIZES)
    worker.craft = null
    worker.works = null
    worker.claim = null
  }
}
