import type { Seen } from '../define.ts'
import type { Commons, Stage } from './rules.ts'
import * as rules from './rules.ts'

const ASKS: Readonly<Record<Stage, string>> = {
  speak: 'What do you say to the others?',
  stand: 'Do you stand for the office that sets quotas?',
  rule: 'You hold the office. Which quota do you set?',
  harvest: 'How much do you take?',
}

/** What a fisher is told. */
export function describe({ G, seat, stage }: Seen<Commons>): string {
  const head = `Round ${G.round + 1} of ${G.rounds}. The lake holds ${G.stock} of ${rules.CAPACITY} fish and ${G.fishers.length} of you share it; ${rules.fairShare(G)} each would keep it as it is.`
  return [head, past(G, seat), heard(G, seat), ruling(G, seat, stage), ASKS[stage as Stage]].filter(Boolean).join(' ')
}

function past(G: Commons, seat: number): string {
  if (G.round === 0) return ''
  const others = rules.mean(rules.othersOf(G, seat).map(({ caught }) => caught))
  return `Last round you caught ${G.fishers[seat].caught} and the others ${Number(others.toFixed(1))} on average.`
}

function heard(G: Commons, seat: number): string {
  const others = rules.othersOf(G, seat)
  const [appeals, threats] = [1, 2].map((word) => others.filter((other) => other.word === word).length)
  const words = [
    appeals && `${appeals} appealed to take the fair share`,
    threats && `${threats} threatened to strip it`,
  ]
  const said = words.filter(Boolean).join(' and ')
  return said && `Of the others ${said}.`
}

function ruling(G: Commons, seat: number, stage: string | null): string {
  if (stage !== 'harvest' || G.quota === 0) return ''
  return `The quota for you is ${rules.limit(G, seat) === G.stock ? 'open' : rules.limit(G, seat)}.`
}
