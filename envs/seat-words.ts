/** Words by which positions are told to a seat (`Env.describe`). Seats count from 0, as on boards and in rules. */

/** Which seat one sits on. */
export const seated = (seat: number): string => `You are seat ${seat}.`

/** A seat as another reads it, itself as "you". */
export const seatName = (seat: number, reader: number): string => (seat === reader ? 'you' : `seat ${seat}`)

/** What each seat has, in their order: "seat 0 = 3, you = 1, seat 2 = 4". */
export const bySeat = (values: readonly (number | string)[], reader: number): string =>
  values.map((value, seat) => `${seatName(seat, reader)} = ${value}`).join(', ')

/** A number without the noise of binary fractions, two digits behind the point. */
export const plain = (value: number): string => String(Number(value.toFixed(2)))

/** The sentences that there are, one after the other. */
export const told = (...sentences: readonly (string | false | undefined)[]): string =>
  sentences.filter(Boolean).join(' ')
