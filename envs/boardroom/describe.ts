import type { Seen } from '../define.ts'
import { listed } from '../rule-book.ts'
import { bySeat, plain, seated, told } from '../seat-words.ts'
import type { Boardroom } from './rules.ts'
import * as rules from './rules.ts'

const ASKS: Readonly<Record<string, string>> = {
  intent: 'Defer, claim or contest?',
  route: 'How do you press it?',
  pledge: 'The deal is yours. Keep your promise?',
}

/** What an executive is told: all that it sees. */
export function describe({ G, seat, stage }: Seen<Boardroom>): string {
  const { values, intent, payoff } = G.executives[seat]
  return told(
    `Round ${G.round + 1} of ${G.rounds}. ${seated(seat)} On the table: ${rules.ISSUES[G.issue]}, worth ${values[G.issue]} to you.`,
    `All issues to you: ${listed(rules.ISSUES.map((issue, i) => `${issue} ${values[i]}`))}.`,
    `Votes: ${bySeat(G.votes, seat)}. Deals closed: ${bySeat(G.closed, seat)}. Your payoff so far: ${plain(payoff)}.`,
    G.rigged && 'The match is rigged.',
    intent !== null && `Your choice on this issue: ${rules.INTENTS[intent]}.`,
    ASKS[stage as string],
  )
}
