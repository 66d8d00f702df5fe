/**
 * Records keyed by seats, '0' to '7'. V8 makes them of a literal a hundred times as fast as by writing numbered keys, so
 * one literal is compiled for each set of seats.
 */

const MOST_SEATS = 8

type Values = ArrayLike<unknown> | Readonly<Record<string, unknown>>
type Maker = (from: Values) => any

/** By set of seats, a bit each. */
const makers: (Maker | undefined)[] = new Array(1 << MOST_SEATS)

/** The seat's bit, or 0 for a seat that has none. */
export function bitOf(seat: unknown): number {
  if (typeof seat !== 'string' || seat.length !== 1) return 0
  const number = seat.charCodeAt(0) - ZERO
  return number >= 0 && number < MOST_SEATS ? 1 << number : 0
}

const ZERO = '0'.charCodeAt(0)

/** A record of what stands in `from` at each seat of the set. */
export function recordOf(seats: number, from: Values): any {
  const make = makers[seats] ?? compile(seats)
  makers[seats] = make
  return make(from)
}

/** The seats that have a value in a record. */
export function seatsOf(record: any): number {
  let seats = 0
  for (let number = 0; number < MOST_SEATS; number++) if (record[number] !== undefined) seats |= 1 << number
  return seats
}

function compile(seats: number): Maker {
  const numbers = Array.from({ length: MOST_SEATS }, (_, number) => number).filter((number) => (seats >> number) & 1)
  try {
    return new Function('from', `return {${numbers.map((number) => `${number}: from[${number}]`).join()}}`) as Maker
  } catch {
    // Pages may forbid compiling (Content-Security-Policy).
    return (from: any) => Object.fromEntries(numbers.map((number) => [number, from[number]]))
  }
}
