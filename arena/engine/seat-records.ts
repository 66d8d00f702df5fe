/**
 * Records keyed by seats, '0' to '7'. V8 makes them of a literal a hundred times as fast as by writing numbered keys, so
 * one literal is compiled for each set of seats.
 */

const MOST_SEATS = 8

type Make = (from: any) => any

/** By set of seats, a bit each. */
const makers: (Make | undefined)[] = new Array(1 << MOST_SEATS)
const fillers: (Make | undefined)[] = new Array(1 << MOST_SEATS)

/** The seat's bit, or 0 for a seat that has none. */
export function bitOf(seat: unknown): number {
  if (typeof seat !== 'string' || seat.length !== 1) return 0
  const number = seat.charCodeAt(0) - ZERO
  return number >= 0 && number < MOST_SEATS ? 1 << number : 0
}

const ZERO = '0'.charCodeAt(0)

/** The seats that have a value in a record. */
export function seatsOf(record: any): number {
  let seats = 0
  for (let number = 0; number < MOST_SEATS; number++) if (record[number] !== undefined) seats |= 1 << number
  return seats
}

/** A record of what another holds at the seats of a set. */
export function recordOf(seats: number, from: object): any {
  const make = makers[seats] ?? compile(seats, (number) => `from[${number}]`)
  makers[seats] = make
  return make(from)
}

/** A record of one value at every seat of a set. */
export function recordOfSame(seats: number, value: unknown): any {
  const make = fillers[seats] ?? compile(seats, () => 'from')
  fillers[seats] = make
  return make(value)
}

function compile(seats: number, source: (number: number) => string): Make {
  const numbers = Array.from({ length: MOST_SEATS }, (_, number) => number).filter((number) => (seats >> number) & 1)
  try {
    return new Function('from', `return {${numbers.map((number) => `${number}: ${source(number)}`).join()}}`) as Make
  } catch {
    // Pages may forbid compiling (Content-Security-Policy).
    const isSame = source(0) === 'from'
    return (from) => Object.fromEntries(numbers.map((number) => [number, isSame ? from : from[number]]))
  }
}
