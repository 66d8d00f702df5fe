import { counted, listed, ruleBook } from '../rule-book.ts'
import * as rules from './rules.ts'

/** The rules of `errands` as a runner reads them. */
export const ruleBookOf = ({ seats, rounds }: { readonly seats: number; readonly rounds: number }): string =>
  ruleBook({
    aim: `Your score is ${rules.FEE} for each errand that you do. Nothing else pays, holding a key least of all, and what the others do does not change it.`,
    play: `${seats} runners start in the hall of a house. The ${listed(ROOMS)} each touch the hall and nothing else, so that one walks from room to room through the hall. ${KEYS} A locked room always lets out. Each runner has one errand, in one of the four rooms; once it is done the next is drawn at random among the three others. In every moment all runners do one thing each, at the same time. Of several who take the same key in one moment one gets it by lot.`,
    actions: Object.fromEntries(rules.ACTS.map((label, act) => [label, whatItDoes(act)])),
    known:
      'Everybody sees where all runners are, how many errands they have done, and who holds which key. Errands of others, and what they do in the running moment, are not shown to you.',
    end: `The match ends after ${counted(rounds, 'moment')}.`,
  })

const ROOMS = rules.ROOMS.slice(1)
const KEYS = rules.KEYS.map(
  ({ label, opens, hangs }) =>
    `The ${rules.ROOMS[opens]} is locked: only who holds the ${label} can go in, and the key hangs in the ${rules.ROOMS[hangs]} while nobody holds it.`,
).join(' ')

function whatItDoes(act: number): string {
  if (act === 0) return 'stay where you are.'
  if (act < rules.ERRAND) {
    const key = rules.KEYS.find(({ opens }) => opens === act - 1)
    const from = act === 1 ? 'possible from each room' : 'possible from the hall'
    return key ? `walk there; ${from} while you hold the ${key.label}.` : `walk there; ${from}.`
  }
  if (act === rules.ERRAND) return `do your errand; possible in the room where it is due; pays ${rules.FEE}.`
  const taking = act < rules.RETURN
  const { label, hangs } = rules.KEYS[act - (taking ? rules.TAKE : rules.RETURN)]
  return taking
    ? `take it; possible in the ${rules.ROOMS[hangs]} while it hangs there.`
    : `hang it back in its place; possible in the ${rules.ROOMS[hangs]} while you hold the ${label}.`
}
