import type { Env } from '../../../envs/define.ts'
import type { Match } from '../../engine/define.ts'
import { deciding, legalActions, legalMask, seenBy } from '../../play/seats.ts'

/** Something a client could send. */
export interface Attempt {
  readonly seat: string
  readonly move: string
  readonly args: readonly unknown[]
  /** Index in the action table, where it is one of its entries. */
  readonly action?: number
}

const ODD_ARGS: readonly (readonly unknown[])[] = [
  [],
  [null],
  [-1],
  [0.5],
  [1e9],
  [Number.NaN],
  ['0'],
  ['x'],
  [true],
  [{}],
  [[]],
]
const ODD_MOVES = ['no such move', 'toString', 'constructor']
const ODD_SEATS = ['99', 'x']

/** Every entry of the table that is not legal now, for every seat, and calls with malformed args, moves and seats. */
export function illegal(env: Env, match: Match): Attempt[] {
  const active = deciding(env, match)
  const seats = Array.from({ length: env.seats }, (_, seat) => seat)
  const entries = seats.flatMap((seat) => {
    const legal = active.includes(seat) ? legalActions(legalMask(env, seenBy(match, seat))) : []
    return [...env.actions.keys()].filter((action) => !legal.includes(action)).map((action) => entry(env, seat, action))
  })
  return [...entries, ...malformed(env, active)]
}

export const entry = (env: Env, seat: number | string, action: number): Attempt => {
  const { move, args } = env.actions[action]
  return { seat: String(seat), move, args, action }
}

function malformed(env: Env, active: readonly number[]): Attempt[] {
  const moves = [...new Set(env.actions.map(({ move }) => move))]
  return [
    ...active.flatMap((seat) => moves.flatMap((move) => ODD_ARGS.map((args) => ({ seat: String(seat), move, args })))),
    ...active.flatMap((seat) => ODD_MOVES.map((move) => ({ seat: String(seat), move, args: [] }))),
    ...ODD_SEATS.flatMap((seat) => [...env.actions.keys()].map((action) => entry(env, seat, action))),
  ]
}

export const told = ({ seat, move, args }: Attempt): string =>
  `${move}(${args.map((arg) => (typeof arg === 'number' ? String(arg) : JSON.stringify(arg))).join(', ')}) by seat ${seat}`
