import type { Seen } from '../define.ts'
import { bySeat, plain, seated, told } from '../seat-words.ts'
import type { Succession } from './rules.ts'
import * as rules from './rules.ts'

const ASKS: Readonly<Record<string, string>> = {
  bid: 'Abide, back a neighbour, stand to serve, or stand to dominate?',
  route: 'How do you win the others over?',
  pledge: 'The office is yours. Do you keep what you promised your backers?',
}

/** What a member is told: all that it sees. */
export function describe({ G, seat, stage }: Seen<Succession>): string {
  const { worth, bid, payoff } = G.members[seat]
  const seats = G.offices.length
  return told(
    `Term ${G.round + 1} of ${G.rounds}. ${seated(seat)} Your left neighbour is seat ${(seat + 1) % seats}, your right one seat ${(seat + seats - 1) % seats}.`,
    `An office is vacant, worth ${worth} to you. Offices held as one's own: ${bySeat(G.offices, seat)}; in trust: ${bySeat(G.trust, seat)}. Your payoff so far: ${plain(payoff)}.`,
    G.rigged && 'The match is rigged.',
    bid !== null && `Your bid: ${rules.BIDS[bid]}.`,
    ASKS[stage as string],
  )
}
