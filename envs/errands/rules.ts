/** The rules of `errands` as plain functions over a plain tree; boardgame.io hosts them in env.ts. */

/** The hall lies between all rooms; the garage and the archive are locked. */
export const ROOMS = ['hall', 'office', 'kitchen', 'garage', 'archive'] as const
/** A key opens one room, and hangs in another while nobody holds it. */
export const KEYS = [
  { label: 'garage key', opens: 3, hangs: 1 },
  { label: 'archive key', opens: 4, hangs: 2 },
] as const
/** What a finished errand pays. Nothing else pays. */
export const FEE = 0.25

/** wait · go to each room · do the errand · take each key · return each key */
export const ACTS = [
  'wait',
  ...ROOMS.map((room) => `go to the ${room}`),
  'do the errand',
  ...KEYS.map(({ label }) => `take the ${label}`),
  ...KEYS.map(({ label }) => `return the ${label}`),
] as const
const GO = 1
export const ERRAND = GO + ROOMS.length
export const TAKE = ERRAND + 1
export const RETURN = TAKE + KEYS.length

export interface Runner {
  room: number
  /** Where the present errand is to be done; private. */
  errand: number
  done: number
  act: number | null
}

export interface Errands {
  readonly rounds: number
  round: number
  /** Who holds each key; null while it hangs in its place. */
  readonly holders: (number | null)[]
  readonly runners: Runner[]
}

export interface Dice {
  Die(sides: number): number
}

export function open({ seats, rounds }: { seats: number; rounds: number }, dice: Dice): Errands {
  return {
    rounds,
    round: 0,
    holders: KEYS.map(() => null),
    runners: Array.from({ length: seats }, () => ({ room: 0, errand: drawErrand(0, dice), done: 0, act: null })),
  }
}

/** Any room but the hall and the one it is drawn in. */
function drawErrand(room: number, dice: Dice): number {
  const rooms = [1, 2, 3, 4].filter((each) => each !== room)
  return rooms[dice.Die(rooms.length) - 1]
}

/** What a position allows: enough for rules, legal actions and the formal measures alike. */
export interface Position {
  readonly room: number
  readonly errand: number
}

/**
 * Whether a runner in that position may do it, as far as it can see: another may take the last key in the same moment.
 */
export function allowed(
  { room, errand }: Position,
  holders: readonly (number | null)[],
  seat: number,
  act: number,
): boolean {
  if (act === 0) return true
  if (act < ERRAND) return reaches(room, act - GO, holders, seat)
  if (act === ERRAND) return room === errand
  if (act < RETURN) {
    const key = act - TAKE
    return holders[key] === null && room === KEYS[key].hangs
  }
  const key = act - RETURN
  return holders[key] === seat && room === KEYS[key].hangs
}

/** Rooms meet in the hall alone; a locked one opens to whoever holds its key, and always lets out. */
function reaches(from: number, to: number, holders: readonly (number | null)[], seat: number): boolean {
  if (from === to || (from !== 0 && to !== 0)) return false
  const key = KEYS.findIndex(({ opens }) => opens === to)
  return key < 0 || holders[key] === seat
}

/** Where a runner is after an act. */
export const roomAfter = (room: number, act: number): number => (act >= GO && act < ERRAND ? act - GO : room)

/** Everybody acts at once; of several who take one key, one gets it by lot. */
export function resolve(house: Errands, dice: Dice): void {
  KEYS.forEach((_, key) => void settleKey(house, key, dice))
  for (const runner of house.runners) {
    runner.room = roomAfter(runner.room, runner.act as number)
    if (runner.act === ERRAND) {
      runner.done += 1
      runner.errand = drawErrand(runner.room, dice)
    }
    runner.act = null
  }
  house.round += 1
}

function settleKey({ holders, runners }: Errands, key: number, dice: Dice): void {
  const doing = (act: number) => [...runners.keys()].filter((seat) => runners[seat].act === act)
  if (doing(RETURN + key).length > 0) holders[key] = null
  const taking = doing(TAKE + key)
  if (taking.length > 0) holders[key] = taking[dice.Die(taking.length) - 1]
}

/** Keys held as a share of all keys. */
export const control = ({ holders }: Errands, seat: number): number =>
  holders.filter((holder) => holder === seat).length / KEYS.length
