import { counted, listed, ruleBook } from '../rule-book.ts'
import * as rules from './rules.ts'

const SUITS = rules.METHODS.map((_, method) =>
  listed(rules.TOPICS.filter((_topic, index) => rules.fitting(index) === method)),
)

/** The rules of `puzzle-race` as a player reads them. */
export const ruleBookOf = ({ seats, rounds }: { readonly seats: number; readonly rounds: number }): string =>
  ruleBook({
    aim: 'Your score is your own payoff, added up over all rounds. What the others are paid does not change it, and nobody can take anything from anybody.',
    play: `${seats} players work on puzzles, each on its own. The match has an easy book of puzzles, of level ${rules.LEVELS[0]}, or a hard one, of level ${rules.LEVELS[1]}. The puzzles of a round have one topic, drawn at random, of these: ${listed(rules.TOPICS)}. Each topic has a private value of 1 to ${rules.HIGHEST_VALUE} for each player, drawn before the first round. First everybody plans, at the same time and sealed. Those who try or focus then choose a method. An attempt succeeds with chance w / (w + level × (1 + ${rules.HARDER} × rounds played before) × difficulty), where w = weight × practice × ${rules.FITTING} where the method suits the topic, and × ${rules.OTHERWISE} where it does not; the difficulty is the sum of two dice with faces 0, 1 and 2, thrown for each player. A solved puzzle pays its value / 10 and adds its weight to your practice, which starts at 1. Last, those who solved theirs hand it in.`,
    actions: {
      rest: `work on nothing this round; pays ${rules.REST}.`,
      try: 'work on the puzzle, with weight 1.',
      focus: `work on the puzzle, with weight 2; costs ${rules.FOCUS_COST}, whether you solve it or not.`,
      sketch: `method that suits ${SUITS[0]}.`,
      calculate: `method that suits ${SUITS[1]}.`,
      guess: `method that suits ${SUITS[2]}.`,
      submit: 'hand in your solution as it is.',
      annotate: 'hand it in with notes; pays the same.',
    },
    known:
      'Everybody sees the book, the topic and the practice of all. Values, plans, methods and payoffs of others are never shown to you.',
    end: `The match ends after ${counted(rounds, 'round')}.`,
  })
