import { counted, ruleBook } from '../rule-book.ts'
import * as rules from './rules.ts'

/** The rules of `commons` as a fisher reads them: words and office only where this game has them. */
export const ruleBookOf = (terms: rules.Terms): string =>
  ruleBook({
    aim: `Your score is the number of fish that you catch in all rounds${terms.office ? `, less ${rules.STANDING_COST} fish for each time you stand for the office` : ''}. What the others catch does not change it.`,
    play: [
      `${terms.seats} fishers share a lake that holds ${rules.CAPACITY} fish at the start and never more.`,
      terms.appeals || terms.threats ? WORDS : '',
      terms.office ? OFFICE : '',
      `In each round everybody says, at the same time and sealed, how many fish to take. If all want no more than there is, each gets what it wants; otherwise each fish goes to one drawn at random from those who still want more, until none is left. If fewer than ${rules.COLLAPSE} fish are left the lake has collapsed. Otherwise what is left is multiplied by ${rules.GROWTH}, up to ${rules.CAPACITY}. The fair share is half of the fish in the lake divided by the number of fishers, in whole fish: if all take it, the lake holds as many next round.`,
    ]
      .filter(Boolean)
      .join(' '),
    actions: { ...words(terms), ...(terms.office ? OFFICES : {}), ...TAKING },
    known: `Everybody sees the stock, what each fisher caught last and in all${terms.appeals || terms.threats ? ', what was said' : ''}${terms.office ? ', who holds the office and which quota is set' : ''}. Decisions of the running step are sealed until all have taken them.`,
    end: `The match ends after ${counted(terms.rounds, 'round')}, or at once when the lake collapses.`,
  })

const WORDS =
  'Each round opens with a word from everybody, given at the same time and heard by all; words bind nobody and change nothing by themselves.'
const OFFICE =
  'Before the harvest there is an office to be filled, which sets a quota for this round: everybody stands for it or stays out, at the same time and sealed. One of those who stand gets it by chance, proportional to 1 + the rounds it has held the office before. Where nobody stands there is no quota.'

const OFFICES = {
  'stay out': 'do not stand for the office.',
  stand: `stand for the office; costs ${rules.STANDING_COST} fish.`,
  'no quota': 'you hold the office: everybody may take what it wants.',
  'quota for all': 'you hold the office: everybody may take the fair share at most, you as well.',
  'quota for others': 'you hold the office: the others may take half of the fair share at most, you what you want.',
}

const TAKING = {
  'harvest N': 'take N fish, or as many of them as there are for you; none where N is 0. A quota limits N.',
}

const words = ({ appeals, threats }: rules.Terms): Readonly<Record<string, string>> =>
  appeals || threats
    ? {
        silent: 'say nothing.',
        ...(appeals && { appeal: 'appeal to all to take the fair share.' }),
        ...(threats && { threaten: 'threaten to strip the lake.' }),
      }
    : {}
