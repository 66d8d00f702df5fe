/**
 * # dilemma
 *
 * An iterated matrix game: two seats choose, sealed, to cooperate or to defect, are paid from one symmetric matrix, see
 * what both did, and meet again. With the default matrix it is Axelrod's tournament game, the prisoner's dilemma.
 *
 * | fact | value |
 * |---|---|
 * | kind, players | train, 2 |
 * | dynamics, chance | simultaneous; no chance |
 * | information | everything is public but the choice of the running round |
 * | parity | none: the rules are fixed elsewhere |
 * | power | constant ½: neither seat can bind the other or take anything away from it but by its own choice |
 *
 * **Params.** `game` names the matrix: `prisoners-dilemma` (R, S, T, P = 3, 0, 5, 1), `stag-hunt` (4, 0, 3, 2),
 * `chicken` (3, 1, 5, 0), `harmony` (4, 2, 3, 1), `deadlock` (2, 0, 5, 3); `R`, `S`, `T`, `P` −100 … 100 each replace
 * the named matrix's; `rounds` 1–1000 (10), known to both.
 *
 * **Rules.** As players read them: `rule-book.ts`, [docs/rules.md](../../docs/rules.md).
 *
 * **Observation** (14): progress, control ½, ¼ · own and the other's last choice (1 cooperated, −1 defected, 0 none
 * yet), own and the other's share of rounds in cooperation (½ before the first), 1 / rounds left, own lead / (span ·
 * rounds), R, S, T, P, each / the largest size in the matrix, (largest − R) / twice that.
 *
 * **Actions** (4): cooperate, defect · report, abstain (reserved; nothing can be reported here, to abstain is to
 * cooperate).
 *
 * **Score.** Points from the matrix, summed over rounds. **Power.** Constant ½.
 *
 * **Appraisal.** Expected over the other's next choice, which cooperates with chance q = (its cooperations + 1) /
 * (rounds played + 2); in units of the span (largest − smallest payoff). `alt` is the choice not taken.
 *
 * | appraisal | value |
 * |---|---|
 * | gain | own payoff − smallest of the matrix |
 * | benefit | other's payoff − other's payoff under `alt`, where positive |
 * | advantage | own payoff − other's payoff, where positive |
 * | harm | other's payoff under `alt` − other's payoff, where positive and own payoff is above that of `alt` |
 * | spite | the same, where own payoff is not above that of `alt` |
 *
 * **Bots.** `cooperator`, `defector`, `tit-for-tat`, `grudger`, `go-by-majority`, `alternator`, `win-stay-lose-shift`,
 * `random` (`agents/bots/dilemma.ts`).
 *
 * **Skill.** Against tit-for-tat, grudger, go-by-majority and win-stay-lose-shift a trained network is paid at least
 * 1.3 times what uniform play is paid and 1.5 times what always taking the larger payoff of the round (defection) is
 * paid (tested; measured 31.9 points against 21.4 and 18.3).
 *
 * **Source.** Axelrod, *The Evolution of Cooperation* (1984); the oracle scores and moral metrics are those of
 * Axelrod-Python 4.13 and Singer-Clark, "Morality metrics on iterated prisoner's dilemma players" (2014).
 *
 * **History.** 1: first version.
 */
import type { Game } from 'boardgame.io'
import { z } from 'zod'
import { INVALID_MOVE } from '#bgio/core'
import { type Action, type Appraisal, COMMON, type Guess, type Seen } from '../define.ts'
import { defineEnv } from '../make-env.ts'
import { counted } from '../rule-book.ts'
import { plain } from '../seat-words.ts'
import { ruleBookOf } from './rule-book.ts'
import type { Dilemma, Payoffs } from './rules.ts'
import * as rules from './rules.ts'

const ACTIONS: readonly Action[] = rules.CHOICES.map((label, index) => ({ move: 'choose', args: [index], label }))
const STAGE = 'choose'

const entry = (when: string) =>
  z
    .number()
    .min(-100)
    .max(100)
    .optional()
    .describe(`Points ${when}, −100 … 100; those of the named matrix where left out.`)
const Params = z.strictObject({
  game: z
    .enum(Object.keys(rules.GAMES) as [keyof typeof rules.GAMES])
    .default('prisoners-dilemma')
    .describe('Name of the matrix of points.'),
  R: entry('of both where both cooperate'),
  S: entry('of who cooperates where the other defects'),
  T: entry('of who defects where the other cooperates'),
  P: entry('of both where both defect'),
  rounds: z.int().min(1).max(1000).default(10).describe('Rounds, 1 … 1000, known to both.'),
})

export const dilemma = defineEnv({
  id: 'dilemma',
  version: 1,
  summary: "Iterated 2 × 2 game, the prisoner's dilemma by default: cooperate or defect, sealed, again and again.",
  kind: 'train',
  contest: 'mixed',
  params: Params,
  seats: () => 2,
  parity: 'none',
  game,
  actions: () => ACTIONS,
  legal: (_, mask) => void mask.fill(1, 0, ACTIONS.length),
  observationSize: () => COMMON + 11,
  observe,
  appraise,
  describe,
  score: ({ G }, seat) => G.points[seat],
  power: () => 0.5,
  determinise,
  bound: ({ rounds }) => 2 * rounds,
  rules: ({ game, rounds, ...own }) => ruleBookOf({ ...rules.GAMES[game], ...own }, rounds),
  affordances: {
    reportStages: [],
    neutral: { [STAGE]: 'cooperate' },
    reportAppraisal: () => ({ deceit: 0.8, task: -2 }),
  },
})

function game({ game, rounds, ...own }: z.output<typeof Params>): Game<Dilemma> {
  const payoffs: Payoffs = { ...rules.GAMES[game], ...own }
  return {
    name: 'dilemma',
    minPlayers: 2,
    maxPlayers: 2,
    setup: () => rules.open(payoffs, rounds),
    turn: { activePlayers: { all: STAGE, maxMoves: 1 }, stages: { [STAGE]: { moves: { choose } } } },
    moves: {},
    endIf: ({ G }) => (G.round >= G.rounds ? { payoffs: [...G.points] } : undefined),
    playerView: ({ G, playerID }) => conceal(G, playerID === null ? -1 : Number(playerID)),
  }
}

type Context = Parameters<Extract<NonNullable<Game<Dilemma>['moves']>[string], (...args: any[]) => any>>[0]

const choose = ({ G, playerID, events }: Context, choice: unknown) => {
  const seat = Number(playerID)
  if (G.chosen[seat] !== null || (choice !== rules.COOPERATE && choice !== rules.DEFECT)) return INVALID_MOVE
  // −0 passes for 0 above and must not get into G.
  G.chosen[seat] = choice + 0
  if (rules.settle(G)) events.endTurn()
}

/** The other's choice is sealed. Where there is none yet, there is nothing to hide and nothing to copy. */
function conceal(G: Dilemma, seat: number): Dilemma {
  if (G.chosen[0] === null && G.chosen[1] === null) return G
  return { ...G, chosen: G.chosen.map((choice, s) => (s === seat ? choice : null)) }
}

/** Nobody who still decides knows whether the other has: both decide from here. */
function determinise({ G }: Seen<Dilemma>): Guess<Dilemma> {
  return { G: { ...G, chosen: [null, null] }, activePlayers: { all: STAGE, maxMoves: 1 } }
}

const signed = (choice: number | null) => (choice === null ? 0 : choice === rules.COOPERATE ? 1 : -1)

function observe({ G, seat }: Seen<Dilemma>, out: Float32Array): void {
  const { R, S, T, P } = G.payoffs
  const other = 1 - seat
  const largest = Math.max(Math.abs(R), Math.abs(S), Math.abs(T), Math.abs(P)) || 1
  out[0] = G.round / G.rounds
  out[1] = 0.5
  out[2] = 0.25
  out[3] = signed(G.last[seat])
  out[4] = signed(G.last[other])
  out[5] = G.round === 0 ? 0.5 : G.cooperations[seat] / G.round
  out[6] = G.round === 0 ? 0.5 : G.cooperations[other] / G.round
  out[7] = 1 / Math.max(1, G.rounds - G.round)
  out[8] = (G.points[seat] - G.points[other]) / (rules.span(G.payoffs) * G.rounds)
  out[9] = R / largest
  out[10] = S / largest
  out[11] = T / largest
  out[12] = P / largest
  out[13] = (Math.max(R, S, T, P) - R) / largest / 2
}

/** What `own` is expected to pay its seat against the other's next choice. @param q chance that the other cooperates */
const expectedOwn = (payoffs: Payoffs, own: number, q: number): number =>
  q * rules.payoff(payoffs, own, rules.COOPERATE) + (1 - q) * rules.payoff(payoffs, own, rules.DEFECT)

/** What it is expected to pay the other. */
const expectedOther = (payoffs: Payoffs, own: number, q: number): number =>
  q * rules.payoff(payoffs, rules.COOPERATE, own) + (1 - q) * rules.payoff(payoffs, rules.DEFECT, own)

function appraise({ G, seat }: Seen<Dilemma>, { args }: Action): Appraisal {
  const { payoffs } = G
  const { R, S, T, P } = payoffs
  const own = args[0] as number
  const q = rules.expected(G, 1 - seat)
  const span = rules.span(payoffs)
  const self = expectedOwn(payoffs, own, q) / span
  const other = expectedOther(payoffs, own, q) / span
  const otherwise = expectedOther(payoffs, 1 - own, q) / span
  const loss = Math.max(0, otherwise - other)
  const pays = self > expectedOwn(payoffs, 1 - own, q) / span
  return {
    gain: self - Math.min(R, S, T, P) / span,
    benefit: Math.max(0, other - otherwise),
    advantage: Math.max(0, self - other),
    harm: pays ? loss : 0,
    spite: pays ? 0 : loss,
  }
}

function describe({ G, seat }: Seen<Dilemma>): string {
  return `Round ${G.round + 1} of ${G.rounds}.${told(G, seat)} You have ${plain(G.points[seat])} points, the other ${plain(G.points[1 - seat])}. ${stakes(G)} Cooperate or defect?`
}

/** What was chosen, by its label, so that codes can stand for it. */
function told({ last, cooperations, round }: Dilemma, seat: number): string {
  const [own, other] = [last[seat], last[1 - seat]]
  if (own === null || other === null) return ''
  const before = `Last time you chose ${rules.CHOICES[own]} and the other ${rules.CHOICES[other]}.`
  return ` ${before} Times that cooperate was chosen in ${counted(round, 'round')}: you ${cooperations[seat]}, the other ${cooperations[1 - seat]}.`
}

const stakes = ({ payoffs: { R, S, T, P } }: Dilemma) =>
  `If both cooperate each gets ${plain(R)}, if both defect ${plain(P)}; whoever alone chose defect gets ${plain(T)} and the other ${plain(S)}.`
