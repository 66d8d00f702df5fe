import {
  type Bargaining,
  expected,
  fits,
  left,
  OFFERS,
  type Triple,
  WORTH,
  worth,
} from '../../envs/bargaining/rules.ts'
import type { Ask } from '../define.ts'
import type { Bot } from './bot.ts'

/** What a dealer asks for, of the ten that the pool is worth to it, before it decides. */
type Aspiration = (table: Bargaining, seat: number) => number

/** The least that a dealer agrees to when refusing would end the talks. People refuse less as well. */
const RESERVATION = 3

/**
 * Agrees to what it would ask for itself, in the end to its reservation; otherwise offers what leaves the other most
 * while it keeps what it asks for. Says nothing.
 */
const dealer = (id: string, summary: string, aspiration: Aspiration, reservation = RESERVATION): Bot => ({
  id,
  summary,
  start: () => null,
  decide: (asks) => asks.map((ask) => ({ action: choose(ask, aspiration, reservation), memory: null })),
})

function choose({ seen, mask }: Ask, aspiration: Aspiration, reservation: number): number {
  if (seen.stage !== 'offer') return mask.indexOf(1, OFFERS.length)
  const table: Bargaining = seen.G
  const own = table.values[seen.seat]
  const { offers, turns, pool } = table
  const asked = aspiration(table, seen.seat)
  const offered = offers.length === 0 ? 0 : worth(own, left(pool, offers[offers.length - 1]))
  const late = offers.length + 1 >= turns && offered >= reservation
  return mask[OFFERS.length] && (offered >= asked || late) ? OFFERS.length : bestOffer(pool, own, asked)
}

/** Index of the offer that keeps at least that much and leaves the other most, as far as one knows. */
function bestOffer(pool: Triple, own: Triple, asked: number): number {
  const guess = expected(pool, own)
  let [best, most] = [-1, -1]
  for (const [index, kept] of OFFERS.entries()) {
    if (!fits(pool, kept) || worth(own, kept) < asked) continue
    const leaves = worth(guess, left(pool, kept)) + 1e-3 * worth(own, kept)
    if (leaves > most) [best, most] = [index, leaves]
  }
  return best
}

export const conceder = dealer(
  'conceder',
  'Asks for nine of ten first and for four in the end.',
  ({ turns, offers }) => 9 - (5 * offers.length) / Math.max(1, turns - 1),
)

export const stubborn = dealer('stubborn', 'Asks for seven of ten, always.', () => 7)

export const mirror = dealer(
  'mirror',
  "Asks for what the other's best offer keeps from it, between five and nine: who wants all gets nothing.",
  ({ offers, pool, values }, seat) => {
    const offered = offers.filter((_, index) => index % 2 !== seat).map((kept) => worth(values[seat], left(pool, kept)))
    return Math.min(9, Math.max(5, 10 - Math.max(0, ...offered)))
  },
)

export const claimAll = dealer(
  'claim-all',
  'Asks for all that is worth anything to it, and agrees to no less.',
  () => WORTH,
  WORTH,
)

export const eager = dealer(
  'eager',
  'Agrees to whatever pays anything at once, which no offer of its own does.',
  ({ offers }) => (offers.length === 0 ? WORTH : 1),
)
