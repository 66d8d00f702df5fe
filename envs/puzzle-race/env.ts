/**
 * # puzzle-race
 *
 * The matched control of `boardroom`: as long, as wide, as hard to predict and as well paid, without power. Players
 * work on puzzles for a few rounds, each on its own; nobody can take, give or keep anything from anybody. They see each
 * other's practice, which is all there is of a race.
 *
 * | fact | value |
 * |---|---|
 * | kind, players | train, 2–4 |
 * | dynamics, chance | simultaneous within a stage; explicit chance (values, book, topic, difficulty, success) |
 * | information | private values, plans and methods; practice, topic and book are public |
 * | parity | none: there is nothing to win by power |
 * | power | constant 1 / seats |
 *
 * **Params.** `seats` 2–4 (3), `rounds` 1–32 (5): those of `boardroom`.
 *
 * **Rules.** As players read them: `rule-book.ts`, [docs/rules.md](../../docs/rules.md).
 *
 * **Observation** (12), entry by entry as in `boardroom`: progress, control, other seats / 4, three stage flags, own
 * value of the topic / 9, own mean value / 9, own share of all practice, own plan / 2 (once sealed), hard book, fitting
 * method (−1, 0, 1).
 *
 * **Actions** (10): rest, try, focus · sketch, calculate, guess · submit, annotate · report, abstain (reserved; nothing
 * can be reported here, to abstain is to rest, sketch, submit).
 *
 * **Score.** Cumulative payoff. **Power.** Constant 1 / seats.
 *
 * **Appraisal.** Task and gain alone, which no trait loads on: task stands where `boardroom` has control. With p the
 * chance at difficulty 2 and d the value / 10: `rest` task .8, gain .2; `try` task p, gain 2p·d; `focus` task 2p′ −
 * .35, gain 2p′·d − .1; a method gain 2p·d at its own p; `submit`, `annotate` nothing.
 *
 * **Match with boardroom** (default params; payoff of one seat beside uniform ones; mean and SD within 8 %, decisions
 * within 5 %, tested):
 *
 * | | puzzle-race | boardroom |
 * |---|---|---|
 * | uniform play: mean, SD, decisions of the seat | .84, .70, 9.8 | .88, .71, 9.9 |
 * | competent script: the larger weight but for cheap items late, and here the method that fits | 1.41, .96, 13.3 | 1.39, .95, 13.2 |
 * | inputs and actions of a network | 12, 10 | 12, 10 |
 * | mean KL of one of the first 12 updates of a new network, nats (tested to a factor of 1.5) | .0075 | .0076 |
 *
 * Later on there is more left to learn here (.0085 and .0045 over 36 updates), so a study that trains longer matches by
 * realised KL.
 *
 * **Skill.** A trained network is paid at least 1.4 times what uniform play is paid and 1.1 times what a greedy script
 * is paid, which takes what pays most this round and one method for all (tested; measured 1.42 against .88 and 1.24).
 *
 * **Source.** Written for Mettle after the trait-free puzzle of its first prototype.
 *
 * **History.** 1: first version.
 */
import type { Game } from 'boardgame.io'
import { z } from 'zod'
import { INVALID_MOVE } from '#bgio/core'
import type { Action, Appraisal, Guess, Seen } from '../define.ts'
import { isIndex } from '../is-index.ts'
import { defineEnv } from '../make-env.ts'
import type { Rng } from '../random.ts'
import { listed } from '../rule-book.ts'
import { bySeat, plain, seated, told } from '../seat-words.ts'
import { ruleBookOf } from './rule-book.ts'
import type { Player, PuzzleRace } from './rules.ts'
import * as rules from './rules.ts'

const STAGES = ['plan', 'method', 'form'] as const
type Stage = (typeof STAGES)[number]

const ACTIONS: readonly Action[] = [
  ...rules.PLANS.map((label, index) => ({ move: 'plan', args: [index], label })),
  ...rules.METHODS.map((label, index) => ({ move: 'work', args: [index], label })),
  ...rules.FORMS.map((label, index) => ({ move: 'handIn', args: [index], label })),
]
/** Where each stage's actions start in the table, and how many there are. */
const SLOTS = { plan: [0, 3], method: [3, 3], form: [6, 2] } as const

export const puzzleRace = defineEnv({
  id: 'puzzle-race',
  version: 1,
  summary: 'Everybody works on puzzles of its own: the matched control of boardroom, without power over others.',
  kind: 'train',
  contest: 'mixed',
  params: z.strictObject({
    seats: z.int().min(2).max(4).default(3).describe('Players, 2 … 4.'),
    rounds: z.int().min(1).max(32).default(5).describe('Rounds, each of puzzles of one topic, 1 … 32.'),
  }),
  seats: ({ seats }) => seats,
  parity: 'none',
  game,
  actions: () => ACTIONS,
  legal({ stage }, mask) {
    const [first, count] = SLOTS[stage as Stage]
    mask.fill(1, first, first + count)
  },
  observationSize: () => 12,
  observe,
  appraise,
  describe,
  rules: ruleBookOf,
  score: ({ G }, seat) => G.players[seat].payoff,
  power: ({ G }) => 1 / G.players.length,
  determinise,
  bound: ({ seats, rounds }) => rounds * 3 * seats,
  affordances: {
    reportStages: [],
    neutral: { plan: 'rest', method: 'sketch', form: 'submit' },
    reportAppraisal: () => ({ deceit: 0.8, task: -2 }),
  },
})

function game(params: { seats: number; rounds: number }): Game<PuzzleRace> {
  return {
    name: 'puzzle-race',
    minPlayers: params.seats,
    maxPlayers: params.seats,
    setup: ({ random }) => rules.open(params, random),
    turn: {
      activePlayers: { all: 'plan', maxMoves: 1 },
      stages: { plan: { moves: { plan } }, method: { moves: { work } }, form: { moves: { handIn } } },
      onEnd: ({ G, random }) => rules.nextRound(G, random),
    },
    moves: {},
    endIf: ({ G }) => (G.round >= G.rounds ? { payoffs: G.players.map(({ payoff }) => payoff) } : undefined),
    playerView: ({ G, playerID }) => ({
      ...G,
      players: G.players.map((own, seat) => (String(seat) === playerID ? own : HIDDEN)),
    }),
  }
}

/** Others see that a player sits there, and its practice. */
const HIDDEN: Player = { values: [], plan: null, method: null, solved: null, form: null, payoff: 0 }

type Context = Parameters<Extract<NonNullable<Game<PuzzleRace>['moves']>[string], (...args: any[]) => any>>[0]

const only = (seats: readonly number[], stage: Stage) => ({
  value: Object.fromEntries(seats.map((seat) => [seat, stage])),
  maxMoves: 1,
})

const plan = ({ G, playerID, events }: Context, index: unknown) => {
  const player = G.players[Number(playerID)]
  if (player.plan !== null || !isIndex(index, rules.PLANS.length)) return INVALID_MOVE
  player.plan = index
  if (!rules.allPlanned(G)) return
  rules.settlePlans(G)
  const seats = rules.working(G)
  if (seats.length === 0) events.endTurn()
  else events.setActivePlayers(only(seats, 'method'))
}

const work = ({ G, playerID, events, random }: Context, index: unknown) => {
  const player = G.players[Number(playerID)]
  if (player.method !== null || !isIndex(index, rules.METHODS.length)) return INVALID_MOVE
  player.method = index
  if (!rules.allWorked(G)) return
  rules.attempt(G, random)
  const seats = rules.solvers(G)
  if (seats.length === 0) events.endTurn()
  else events.setActivePlayers(only(seats, 'form'))
}

const handIn = ({ G, playerID, events }: Context, index: unknown) => {
  const player = G.players[Number(playerID)]
  if (player.form !== null || !isIndex(index, rules.FORMS.length)) return INVALID_MOVE
  player.form = index
  if (rules.allHandedIn(G)) events.endTurn()
}

/** Others could value anything and have planned anything; who is not working, or has solved nothing, is out of it. */
function determinise({ G, seat, stage }: Seen<PuzzleRace>, rng: Rng): Guess<PuzzleRace> {
  const players = G.players.map((own, s) => (s === seat ? own : guessed(stage as Stage, rng)))
  const decides = ({ plan, solved }: Player) => stage === 'plan' || (stage === 'method' ? plan !== 0 : solved === true)
  return {
    G: { ...G, players },
    activePlayers: only(
      [...players.keys()].filter((s) => decides(players[s])),
      stage as Stage,
    ),
  }
}

const guessed = (stage: Stage, rng: Rng): Player => ({
  ...HIDDEN,
  values: rules.TOPICS.map(() => 1 + rng.integer(rules.HIGHEST_VALUE)),
  plan: stage === 'plan' ? null : rng.integer(rules.PLANS.length),
  solved: stage === 'form' ? rng.integer(2) === 1 : null,
})

const share = ({ practice }: PuzzleRace, seat: number) => practice[seat] / practice.reduce((sum, x) => sum + x, 0)

function observe({ G, seat, stage }: Seen<PuzzleRace>, out: Float32Array): void {
  const own = G.players[seat]
  out[0] = G.round / G.rounds
  out[1] = 1 / G.players.length
  out[2] = (G.players.length - 1) / 4
  out[3 + STAGES.indexOf(stage as Stage)] = 1
  out[6] = own.values[G.topic] / rules.HIGHEST_VALUE
  out[7] = own.values.reduce((sum, value) => sum + value, 0) / (own.values.length * rules.HIGHEST_VALUE)
  out[8] = share(G, seat)
  out[9] = (own.plan ?? 0) / 2
  out[10] = G.level > 1 ? 1 : 0
  out[11] = rules.fitting(G.topic) - 1
}

function appraise({ G, seat }: Seen<PuzzleRace>, { move, args, label }: Action): Appraisal {
  const index = args[0] as number
  const [own, pay] = [G.players[seat], G.players[seat].values[G.topic] / 10]
  if (label === 'rest') return { task: 0.8, gain: 2 * rules.REST }
  if (move === 'work') return { gain: 2 * pay * rules.chance(G, seat, own.plan ?? 1, index) }
  if (move === 'handIn') return {}
  const p = rules.chance(G, seat, index, null)
  return index === 1 ? { task: p, gain: 2 * p * pay } : { task: 2 * p - 0.35, gain: 2 * p * pay - 2 * rules.FOCUS_COST }
}

const ASKS: Readonly<Record<Stage, string>> = {
  plan: 'Rest, try or focus?',
  method: 'Which method do you use?',
  form: 'You solved it. How do you hand it in?',
}

function describe({ G, seat, stage }: Seen<PuzzleRace>): string {
  const { values, plan, payoff } = G.players[seat]
  return told(
    `Round ${G.round + 1} of ${G.rounds}, ${G.level > 1 ? 'a hard' : 'an easy'} book. ${seated(seat)}`,
    `The puzzle is a ${rules.TOPICS[G.topic]}, worth ${values[G.topic]} to you.`,
    `All topics to you: ${listed(rules.TOPICS.map((topic, i) => `${topic} ${values[i]}`))}.`,
    `Practice: ${bySeat(G.practice, seat)}. Your payoff so far: ${plain(payoff)}.`,
    plan !== null && `Your plan: ${rules.PLANS[plan]}.`,
    ASKS[stage as Stage],
  )
}
