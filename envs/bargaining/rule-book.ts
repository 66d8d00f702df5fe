import { counted, listed, percent, ruleBook } from '../rule-book.ts'
import * as rules from './rules.ts'

/** The rules of `bargaining` as a side reads them: words only where this game has them. */
export const ruleBookOf = ({ turns, discount, talk }: rules.Terms): string =>
  ruleBook({
    aim: `Your score is the worth to you of what you get${discount < 1 ? ', less what delay takes from it' : ''}; 0 without an agreement. What the other gets does not change it.`,
    play: `Two sides divide a pool of ${rules.LEAST_ITEMS} to ${rules.MOST_ITEMS} items of three types, ${listed(rules.TYPES)}, at least one of each. To each side an item is worth a whole number that depends on its type, drawn at random; the whole pool is worth exactly ${rules.WORTH} to each side, every type is worth something to at least one side and some type to both. The sides take turns, the first seat begins. ${talk ? 'In its turn a side first says something, and then' : 'In its turn a side'} makes an offer: it names what it would keep, and the other would get the rest. Or it agrees to the last offer of the other, which divides the pool as that offer says. ${delay(discount)}`,
    actions: {
      'keep N N N': `offer to keep that many ${listed(rules.TYPES)}, in this order, and to leave the rest to the other.`,
      agree: "accept the other's last offer; possible once it has made one.",
      ...(talk ? WORDS : {}),
    },
    known: `The pool, all offers${talk ? ', all words' : ''} and the number of turns are known to both. What items are worth to the other is never shown to you.`,
    end: `The match ends with an agreement, or after ${counted(turns, 'offer')} in all without one, which leaves both with nothing; the last offer cannot be accepted any more.`,
  })

const delay = (discount: number): string =>
  discount === 1
    ? 'Delay costs nothing.'
    : `Offers and agreement are counted as actions: the first two cost nothing, and from the third on each leaves ${percent(discount)} of what an agreement would have paid both before.`

const WORDS: Readonly<Record<string, string>> = {
  'say nothing': 'say nothing before your offer.',
  ...Object.fromEntries(
    rules.TYPES.map((type) => [`claim ${type}`, `say that ${type} are worth most to you, true or not.`]),
  ),
  'last word': 'say that your next offer is your last word; it binds you to nothing.',
}
