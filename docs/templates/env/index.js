// @ts-check
import { COMMON, defineEnv, INVALID_MOVE } from 'mettle'
import { z } from 'zod'

/**
 * # my-plugin
 *
 * Two seats share a pie of 10. In every round both name, sealed, how much they want: 4 (`modest`), 5 (`even`) or 6 (`greedy`). If both can have
 * what they named, they get it; if not, nobody gets anything. Power is the share of all payoff that a seat has.
 *
 * @typedef {object} Pie
 * @property {number} rounds how many are played
 * @property {number} round from 0
 * @property {number[]} won by each seat so far
 * @property {(number | null)[]} named by each seat in this round; another seat sees null
 */

const WANTED = [4, 5, 6]
const LABELS = ['modest', 'even', 'greedy']
const PIE = 10

/** @param {{ G: Pie, playerID: string, events: { endTurn(): void } }} context @param {unknown} option */
function name({ G, playerID, events }, option) {
  const seat = Number(playerID)
  // Moves validate before they mutate.
  if (G.named[seat] !== null || typeof option !== 'number' || !(option in WANTED)) return INVALID_MOVE
  G.named[seat] = option
  if (G.named.includes(null)) return
  const wanted = G.named.map((each) => WANTED[each ?? 0])
  if (wanted[0] + wanted[1] <= PIE) for (const each of [0, 1]) G.won[each] += wanted[each]
  G.named = [null, null]
  G.round += 1
  events.endTurn()
}

/** @param {Pie} G @param {number} seat */
function shareOf({ won }, seat) {
  const all = won[0] + won[1]
  return all === 0 ? 0.5 : won[seat] / all
}

export default defineEnv({
  id: 'my-plugin',
  version: 1,
  summary: 'Two seats name, sealed, how much of a pie they want.',
  kind: 'train',
  contest: 'mixed',
  params: z.strictObject({ rounds: z.int().min(1).max(20).default(5).describe('Rounds, 1 to 20.') }),
  seats: () => 2,
  // The rule book, for people and language models.
  rules: ({ rounds }) =>
    `Two players share a pie of ${PIE} in each of ${rounds} rounds. Both name, sealed, what they want: modest (4), even (5) or greedy (6). If both can have it, they get it; if not, nobody gets anything.`,
  // Only envs in which clean and dark routes pay exactly the same may carry a verdict about drag: node_modules/mettle/docs/envs.md.
  parity: 'none',
  /** @returns {import('mettle').Game<Pie>} */
  game: ({ rounds }) => ({
    setup: () => ({ rounds, round: 0, won: [0, 0], named: [null, null] }),
    turn: { activePlayers: { all: 'name', maxMoves: 1 }, stages: { name: { moves: { name } } } },
    endIf: ({ G }) => (G.round >= G.rounds ? { won: [...G.won] } : undefined),
    // What the other named in this round stays sealed.
    playerView: ({ G, playerID }) => ({
      ...G,
      named: G.named.map((each, s) => (String(s) === playerID ? each : null)),
    }),
  }),
  actions: () => LABELS.map((label, option) => ({ move: 'name', args: [option], label })),
  legal: (_seen, mask) => void mask.fill(1, 0, LABELS.length),
  observationSize: () => COMMON + 1,
  // COMMON numbers first: progress of the match, own share of control, other seats / 4.
  observe({ G, seat }, out) {
    out[0] = G.round / G.rounds
    out[1] = shareOf(G, seat)
    out[2] = 1 / 4
    out[COMMON] = Math.tanh((G.won[seat] - G.won[1 - seat]) / PIE)
  },
  // What an act brings, in the words that traits weigh: node_modules/mettle/docs/traits.md.
  appraise: (_seen, { label }) =>
    ({ modest: { gain: 0.4, benefit: 0.3 }, even: { gain: 0.5 }, greedy: { gain: 0.4, advantage: 0.6, harm: 0.3 } })[
      label
    ] ?? {},
  describe: ({ G, seat }) =>
    `Round ${G.round + 1} of ${G.rounds}: you have ${G.won[seat]}, the other ${G.won[1 - seat]}.`,
  score: ({ G }, seat) => G.won[seat] / (PIE * G.rounds),
  power: ({ G }, seat) => shareOf(G, seat),
  bound: ({ rounds }) => 2 * rounds,
})
