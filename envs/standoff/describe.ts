import type { Seen } from '../define.ts'
import { bySeat, plain, seated, seatName, told } from '../seat-words.ts'
import type { Standoff } from './rules.ts'
import * as rules from './rules.ts'

const ASKS: Readonly<Record<string, string>> = {
  order: 'Develop, answer one of them, or mobilise?',
  route: 'By diplomacy, a commando or a strike?',
  pledge: 'You met the threat. Do you keep the promise to your allies?',
}

/** What a state is told: all that it sees. */
export function describe({ G, seat, stage }: Seen<Standoff>): string {
  const { stakes, order, payoff } = G.states[seat]
  const threats = ['near', 'far'].map(
    (front, i) => `${front}, ${placeOf(G, G.threats[i], seat)}, worth ${stakes[i]} to you`,
  )
  return told(
    `Season ${G.round + 1} of ${G.rounds}. ${seated(seat)} Threats: ${threats.join('; ')}.`,
    `Influence ${influence(G, seat)}. Capacity: ${bySeat(G.capacity, seat)}. Your payoff so far: ${plain(payoff)}.`,
    G.rigged && 'The match is rigged.',
    order !== null && `Your order: ${rules.ORDERS[order]}.`,
    ASKS[stage as string],
  )
}

/** Who holds what where, region by region. */
const influence = (G: Standoff, seat: number): string =>
  G.influence
    .map((held, region) => {
      const holders = held.flatMap((points, s) => (points > 0 ? [`${seatName(s, seat)} = ${points}`] : []))
      return `${placeOf(G, region, seat)}: ${holders.join(', ') || 'nobody'}`
    })
    .join('; ')

const placeOf = (G: Standoff, region: number, seat: number): string =>
  region === seat ? 'at home' : `in ${rules.placeOf(G, region)}`
