/**
 * # bargaining
 *
 * Deal or No Deal: two sides divide a few items that each values in its own, private way. They make offers in turn
 * until one agrees to the other's last or time runs out, which leaves both with nothing.
 *
 * | fact | value |
 * |---|---|
 * | kind, players | train, 2 |
 * | dynamics, chance | sequential, seat 0 begins; the instance is dealt by chance |
 * | information | each side's values are private; pool, offers and words are public |
 * | parity | none: the rules are fixed elsewhere |
 * | power | constant ½: either side can refuse |
 *
 * **Params.** `turns` 2–50 (10) offers at most, `discount` 0–1 (1), `talk` (false).
 *
 * **Rules.** As players read them: `rule-book.ts`, [docs/rules.md](../../docs/rules.md). Every instance that fits is
 * as likely as the next; OpenSpiel’s thousand were drawn by the same rules.
 *
 * **Observation** (34): progress, control, other seats / 4; two stage flags; pool / 7 (3); own values / 10 (3); what
 * the other's last offer leaves one / 7 (3), its worth / 10, the best worth left so far / 10; own last offer / 7 (3),
 * its worth / 10; whether there is an offer by the other, by oneself; what the other's offers kept on average, by type
 * / pool (3); the other's last word (4 flags); the discount now; expected worth to the other of each type in the pool /
 * 10 (3); 1 / turns left.
 *
 * **Actions** (128): keep a b c for every a + b + c ≤ 7 (0–119, the first type varying fastest, as in OpenSpiel) ·
 * agree (120) · say nothing, claim books, claim hats, claim balls, last word · report, abstain (reserved; nothing can
 * be reported here, to abstain is to say nothing and has no meaning when an offer is due).
 *
 * **Score.** Worth of what one gets, at one's own values, discounted; 0 without agreement. **Power.** Constant ½.
 *
 * **Appraisal.** u is what one would get and o what the other would, each / 10, o by the mean of all values that the
 * other may have; p is the chance of agreement: 1 for agreeing, o (at most 1) for an offer, 0 for one that comes too
 * late to be accepted.
 *
 * | action | appraisal |
 * |---|---|
 * | offer, agree | gain 2 u p, benefit o p, advantage u − o where positive |
 * | claim | deceit .8 where another type is worth more to one |
 * | last word | coercion .8 |
 *
 * **Bots.** `conceder` asks for 9 of ten first and for 4 in the end, `stubborn` for 7 always, `mirror` for what the
 * other's best offer keeps from it; all agree to 3 where refusing ends the talks. `claim-all` asks for everything and
 * agrees to no less, `eager` agrees to whatever pays anything at once (`agents/bots/bargaining.ts`).
 *
 * **Skill.** Against conceder, stubborn and mirror a trained network gets at least 1.8 times what uniform play gets,
 * 1.5 times what `claim-all` and 1.1 times what `eager` gets (tested; measured 6.2 against 3.2 for uniform play).
 *
 * **Source.** Lewis et al. 2017, "Deal or no deal? End-to-end learning for negotiation dialogues"; rules, action table
 * and discount as in OpenSpiel's `bargaining`. Known answers: pool sizes 5, 6, 7 in 42.6, 32.7 and 24.7 % of its
 * instances, mean maximal welfare 15.122 (10 … 19).
 *
 * **History.** 1: first version.
 */
import type { Game } from 'boardgame.io'
import { z } from 'zod'
import { INVALID_MOVE } from '#bgio/core'
import { type Action, type Appraisal, COMMON, type Guess, type Seen } from '../define.ts'
import { isIndex } from '../is-index.ts'
import { defineEnv } from '../make-env.ts'
import type { Rng } from '../random.ts'
import { told } from '../seat-words.ts'
import { ruleBookOf } from './rule-book.ts'
import type { Bargaining, Terms, Triple } from './rules.ts'
import * as rules from './rules.ts'

const STAGES = ['speak', 'offer'] as const
type Stage = (typeof STAGES)[number]

const AGREE = rules.OFFERS.length
const SPEECH = AGREE + 1
const ACTIONS: readonly Action[] = [
  ...rules.OFFERS.map((offer, index) => ({ move: 'offer', args: [index], label: `keep ${offer.join(' ')}` })),
  { move: 'agree', args: [], label: 'agree' },
  ...rules.WORDS.map((label, index) => ({ move: 'speak', args: [index], label })),
]

export const bargaining = defineEnv({
  id: 'bargaining',
  version: 1,
  summary: 'Deal or No Deal: divide items that each side values privately, by offers in turn; no deal pays nothing.',
  kind: 'train',
  contest: 'mixed',
  params: z.strictObject({
    turns: z.int().min(2).max(50).default(10).describe('Offers at most, by both sides together, 2 … 50.'),
    discount: z
      .number()
      .min(0)
      .max(1)
      .default(1)
      .describe(
        'Factor by which each action from the third on, the agreement too, multiplies what an agreement pays, 0 … 1; 1 takes nothing.',
      ),
    talk: z.boolean().default(false).describe('Whether a side says something before each offer.'),
  }),
  seats: () => 2,
  parity: 'none',
  game,
  actions: () => ACTIONS,
  legal,
  observationSize: () => COMMON + 31,
  observe,
  appraise,
  describe,
  rules: ruleBookOf,
  score: ({ G }, seat) => (G.agreed ? rules.settlement(G)[seat] : 0),
  power: () => 0.5,
  determinise,
  bound: ({ turns }) => 2 * turns,
  affordances: {
    reportStages: [],
    neutral: { speak: 'say nothing' },
    reportAppraisal: () => ({ deceit: 0.8, task: -2 }),
  },
})

function game(terms: Terms): Game<Bargaining> {
  return {
    name: 'bargaining',
    minPlayers: 2,
    maxPlayers: 2,
    setup: ({ random }) => rules.open(rules.INSTANCES[random.Die(rules.INSTANCES.length) - 1], terms),
    turn: {
      activePlayers: turnOf(terms.talk ? 'speak' : 'offer'),
      stages: { speak: { moves: { speak } }, offer: { moves: { offer, agree } } },
    },
    moves: {},
    endIf: ({ G }) => (rules.isOver(G) ? { payoffs: G.agreed ? rules.settlement(G) : [0, 0] } : undefined),
    playerView: ({ G, playerID }) => ({
      ...G,
      values: G.values.map((own, seat) => (String(seat) === playerID ? own : [])),
    }),
  }
}

const turnOf = (stage: Stage) => ({ currentPlayer: stage, maxMoves: 1 })

type Context = Parameters<Extract<NonNullable<Game<Bargaining>['moves']>[string], (...args: any[]) => any>>[0]

const speak = ({ G, playerID, events }: Context, word: unknown) => {
  if (!isIndex(word, rules.WORDS.length)) return INVALID_MOVE
  G.words[Number(playerID)] = word
  events.setActivePlayers(turnOf('offer'))
}

const offer = ({ G, events }: Context, index: unknown) => {
  if (!isIndex(index, AGREE) || !rules.fits(G.pool, rules.OFFERS[index])) return INVALID_MOVE
  G.offers.push([...rules.OFFERS[index]])
  events.endTurn()
}

const agree = ({ G }: Context) => {
  if (G.offers.length === 0) return INVALID_MOVE
  G.agreed = true
}

function legal({ G, stage }: Seen<Bargaining>, mask: Uint8Array): void {
  if (stage === 'speak') {
    mask.fill(1, SPEECH, SPEECH + rules.WORDS.length)
    return
  }
  for (let index = 0; index < AGREE; index++) if (rules.fits(G.pool, rules.OFFERS[index])) mask[index] = 1
  if (G.offers.length > 0) mask[AGREE] = 1
}

/** The other could value anything that makes an instance of what one sees. */
function determinise({ G, seat, stage }: Seen<Bargaining>, rng: Rng): Guess<Bargaining> {
  const all = rules.possible(G.pool, G.values[seat])
  const other = all[rng.integer(all.length)]
  const values = G.values.map((own, s) => (s === seat ? own : [...other]))
  return { G: { ...G, values }, activePlayers: turnOf(stage as Stage) }
}

/** Offers of a seat, oldest first. */
const by = ({ offers }: Bargaining, seat: number): Triple[] => offers.filter((_, index) => index % 2 === seat)

function observe({ G, seat, stage }: Seen<Bargaining>, out: Float32Array): void {
  const [own, pool] = [G.values[seat], G.pool]
  const [mine, theirs] = [by(G, seat), by(G, 1 - seat)]
  const open = theirs.map((kept) => rules.left(pool, kept))
  const [last, ours] = [open.at(-1), mine.at(-1)]
  const guess = rules.expected(pool, own)
  const tenth = (items: Triple) => rules.worth(own, items) / rules.WORTH
  out[0] = G.offers.length / G.turns
  out[1] = 0.5
  out[2] = 0.25
  out[3 + STAGES.indexOf(stage as Stage)] = 1
  for (let type = 0; type < pool.length; type++) {
    out[5 + type] = pool[type] / rules.MOST_ITEMS
    out[8 + type] = own[type] / rules.WORTH
    out[11 + type] = (last?.[type] ?? 0) / rules.MOST_ITEMS
    out[16 + type] = (ours?.[type] ?? 0) / rules.MOST_ITEMS
    out[22 + type] = theirs.reduce((sum, kept) => sum + kept[type], 0) / pool[type] / Math.max(1, theirs.length)
    out[30 + type] = (guess[type] * pool[type]) / rules.WORTH
  }
  out[14] = last ? tenth(last) : 0
  out[15] = Math.max(0, ...open.map(tenth))
  out[19] = ours ? tenth(ours) : 0
  out[20] = last ? 1 : 0
  out[21] = ours ? 1 : 0
  if (G.words[1 - seat] > 0) out[24 + G.words[1 - seat]] = 1
  out[29] = rules.discounted(G)
  out[33] = 1 / Math.max(1, G.turns - G.offers.length)
}

function appraise({ G, seat }: Seen<Bargaining>, action: Action): Appraisal {
  const [index] = action.args as [number]
  if (action.move === 'speak') return saying(G.values[seat], index)
  const agreeing = action.move === 'agree'
  const kept = agreeing ? rules.left(G.pool, G.offers[G.offers.length - 1]) : rules.OFFERS[index]
  const self = rules.worth(G.values[seat], kept) / rules.WORTH
  const other = rules.worth(rules.expected(G.pool, G.values[seat]), rules.left(G.pool, kept)) / rules.WORTH
  const chance = agreeing ? 1 : G.offers.length + 1 >= G.turns ? 0 : Math.min(1, other)
  return { gain: 2 * self * chance, benefit: other * chance, advantage: Math.max(0, self - other) }
}

function saying(own: Triple, word: number): Appraisal {
  if (word === rules.LAST_WORD) return { coercion: 0.8 }
  return word > 0 && own[word - 1] < Math.max(...own) ? { deceit: 0.8 } : {}
}

const listed = (counts: Triple) => {
  const named = rules.TYPES.flatMap((type, i) => (counts[i] > 0 ? [counted(counts[i], type)] : []))
  return named.length === 0 ? 'nothing' : named.join(', ').replace(/, ([^,]*)$/, ' and $1')
}
const counted = (count: number, type: string) => (count === 1 ? `1 ${type.slice(0, -1)}` : `${count} ${type}`)

function describe({ G, seat, stage }: Seen<Bargaining>): string {
  const own = G.values[seat]
  const values = rules.TYPES.map((type, i) => `a ${type.slice(0, -1)} ${own[i]}`).join(', ')
  const head = `${listed(G.pool)} are to be divided; to you ${values}. Offer ${G.offers.length + 1} of ${G.turns}.`
  const asks =
    stage === 'speak' ? 'What do you say?' : G.offers.length === 0 ? 'What do you keep?' : 'Agree, or what do you keep?'
  return told(head.charAt(0).toUpperCase() + head.slice(1), offered(G, seat), onTable(G, seat), heard(G, seat), asks)
}

/** Every offer so far, in the order in which they were made. */
function offered(G: Bargaining, seat: number): string {
  if (G.offers.length === 0) return ''
  const each = G.offers.map((kept, i) => `${i % 2 === seat ? 'you' : 'the other'} ${listed(kept)}`)
  return `Kept in the offers so far: ${each.join('; ')}.`
}

function onTable(G: Bargaining, seat: number): string {
  if (G.offers.length === 0) return ''
  const rest = rules.left(G.pool, G.offers[G.offers.length - 1])
  if (rules.total(rest) === 0) return 'The other leaves you nothing.'
  return `The other leaves you ${listed(rest)}, worth ${rules.worth(G.values[seat], rest)} to you.`
}

function heard(G: Bargaining, seat: number): string {
  const word = G.words[1 - seat]
  if (word === 0) return ''
  return word === rules.LAST_WORD
    ? 'The other says that this is its last word.'
    : `The other says that it values ${rules.TYPES[word - 1]} most.`
}
