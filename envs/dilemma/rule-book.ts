import { counted, ruleBook } from '../rule-book.ts'
import type { Payoffs } from './rules.ts'

/** The rules of `dilemma` as a player reads them. */
export const ruleBookOf = ({ R, S, T, P }: Payoffs, rounds: number): string =>
  ruleBook({
    aim: "Your score is the sum of your own points over all rounds. The other's points do not change it.",
    play: `Two players meet again and again. In each round both choose, at the same time and sealed, to cooperate or to defect. If both cooperate each gets ${R}; if both defect each gets ${P}; if one defects alone it gets ${T} and the one that cooperates gets ${S}. Then both see what was chosen, and the next round begins.`,
    actions: {
      cooperate: `pays you ${R} if the other cooperates as well, ${S} if it defects.`,
      defect: `pays you ${T} if the other cooperates, ${P} if it defects as well.`,
    },
    known:
      'All past choices, the points of both and the number of rounds are known to both; the choice of the running round is sealed until both have chosen. There is no chance and no talk.',
    end: `The match ends after ${counted(rounds, 'round')}.`,
  })
