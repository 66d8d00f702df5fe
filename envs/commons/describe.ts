import type { Seen } from '../define.ts'
import { bySeat, plain, seated, told } from '../seat-words.ts'
import type { Commons, Stage } from './rules.ts'
import * as rules from './rules.ts'

const ASKS: Readonly<Record<Stage, string>> = {
  speak: 'What do you say to the others?',
  stand: 'Do you stand for the office that sets quotas?',
  rule: 'Which quota do you set?',
  harvest: 'How much do you take?',
}

/** What a fisher is told. */
export function describe({ G, seat, stage }: Seen<Commons>): string {
  const head = `Round ${G.round + 1} of ${G.rounds}. ${seated(seat)} The lake holds ${G.stock} of ${rules.CAPACITY} fish and ${G.fishers.length} of you share it; ${rules.fairShare(G)} each would keep it as it is.`
  return told(head, past(G, seat), heard(G, seat), ruling(G, seat, stage), ASKS[stage as Stage])
}

function past({ round, fishers }: Commons, seat: number): string {
  const [caught, scores] = [fishers.map((each) => each.caught), fishers.map(({ score }) => score)]
  return told(
    round > 0 && `Caught last round: ${bySeat(caught, seat)}.`,
    scores.some((score) => score !== 0) && `Scores so far: ${bySeat(scores.map(plain), seat)}.`,
  )
}

function heard(G: Commons, seat: number): string {
  const others = rules.othersOf(G, seat)
  const [appeals, threats] = [1, 2].map((word) => others.filter((other) => other.word === word).length)
  const words = [
    appeals && `${appeals} appealed to take the fair share`,
    threats && `${threats} threatened to strip it`,
  ]
  const said = words.filter(Boolean).join(' and ')
  const own = G.fishers[seat].word
  return told(own > 0 && `You said: ${rules.WORDS[own]}.`, said && `Of the others ${said}.`)
}

function ruling(G: Commons, seat: number, stage: string | null): string {
  const office =
    G.officer === null ? '' : G.officer === seat ? 'You hold the office.' : `Seat ${G.officer} holds the office.`
  if (stage !== 'harvest' || G.quota === 0) return office
  return `${office} The quota for you is ${rules.limit(G, seat) === G.stock ? 'open' : rules.limit(G, seat)}.`
}
