/**
 * Known answers of small games, from outside, reached through the engine and the envs as users run them. Elsewhere:
 * Axelrod's tables and moral metrics (tournament/axelrod, tournament/moral), Deal or No Deal (envs/bargaining), GovSim
 * (envs/commons), Bradley–Terry and Nash averaging (tournament/bradley-terry, tournament/rankings), MCTS(200)
 * (search/mcts), Kuhn's equilibrium (agents/sanity).
 */
import { describe, expect, it } from 'vitest'
import { random } from '../agents/bots/random.ts'
import { ticTacToe as game } from '../arena/bench/games.ts'
import type { Engine, Match } from '../arena/engine/define.ts'
import { createReference } from '../arena/engine/reference.ts'
import { createStepper } from '../arena/engine/stepper.ts'
import { play } from '../arena/play/rollout.ts'
import { createWorld } from '../arena/play/world.ts'
import { nashAverage } from '../arena/tournament/nash-averaging.ts'
import type { Env } from '../envs/define.ts'
import { dilemma } from '../envs/dilemma/env.ts'
import { kuhn } from './fixtures/kuhn.ts'
import { ticTacToe } from './fixtures/tic-tac-toe.ts'

const ENGINES: readonly [string, Engine][] = [
  ['exact', createStepper(game)],
  ['trusted', createStepper(game, { mode: 'trusted' })],
]

/** What follows from a position under uniform play: complete games, and how likely each end is. */
interface Future {
  readonly games: number
  readonly first: number
  readonly second: number
  readonly draw: number
}

/** Every position that can be reached, by what it looks like, with its future. */
function futures(match: Match, seen = new Map<string, Future>()): Map<string, Future> {
  const { G, ctx } = match
  const key = JSON.stringify(G)
  if (seen.has(key)) return seen
  if (ctx.gameover) {
    const won = (seat: string) => (ctx.gameover.winner === seat ? 1 : 0)
    return seen.set(key, { games: 1, first: won('0'), second: won('1'), draw: ctx.gameover.draw ? 1 : 0 })
  }
  const here = match.snapshot()
  const next: Future[] = []
  for (let cell = 0; cell < 9; cell++) {
    if (!match.act(here.ctx.currentPlayer, 'mark', [cell])) continue
    futures(match, seen)
    next.push(seen.get(JSON.stringify(match.G)) as Future)
    match.restore(here)
  }
  const sum = (of: (future: Future) => number) => next.reduce((total, future) => total + of(future), 0)
  const mean = (of: (future: Future) => number) => sum(of) / next.length
  return seen.set(key, {
    games: sum(({ games }) => games),
    first: mean(({ first }) => first),
    second: mean(({ second }) => second),
    draw: mean(({ draw }) => draw),
  })
}

describe('tic-tac-toe', () => {
  it.each(ENGINES)('5,478 positions, 255,168 games, 737/1260 and 121/420 won, 8/63 drawn (%s)', (_, engine) => {
    const seen = futures(engine.start({ seed: 'any', numPlayers: 2 }))
    expect(seen.size).toBe(5478)
    const whole = seen.get(JSON.stringify({ cells: new Array(9).fill(null) }))
    expect(whole?.games).toBe(255168)
    expect(whole?.first).toBeCloseTo(737 / 1260, 12)
    expect(whole?.second).toBeCloseTo(121 / 420, 12)
    expect(whole?.draw).toBeCloseTo(8 / 63, 12)
  })

  it('random bots win and draw as often, within four standard errors', () => {
    const matches = Array.from({ length: 6000 }, (_, i) => ({ seed: `oracle ${i}`, agents: [random, random] }))
    const ends = play(createWorld(ticTacToe()), matches).map(({ scores }) => scores[0])
    for (const [score, chance] of [
      [1, 737 / 1260],
      [0, 121 / 420],
      [0.5, 8 / 63],
    ]) {
      const share = ends.filter((end) => end === score).length / ends.length
      expect(Math.abs(share - chance)).toBeLessThan(4 * Math.sqrt((chance * (1 - chance)) / ends.length))
    }
  })
})

it("a seed's numbers are boardgame.io's own (Alea, 'hi there')", () => {
  const drawing = { setup: ({ random: dice }: any) => [dice.Number(), dice.Number(), dice.Number()] }
  for (const engine of [createStepper(drawing), createStepper(drawing, { mode: 'trusted' }), createReference(drawing)])
    expect(engine.start({ seed: 'hi there', numPlayers: 2 }).G).toEqual([
      0.573445922927931, 0.4695413049776107, 0.5943194630090147,
    ])
})

it('biased rock-paper-scissors: 1/16, 10/16, 5/16, value 0 (OpenSpiel)', () => {
  const { weights, ratings } = nashAverage([
    [0, -0.25, 0.5],
    [0.25, 0, -0.05],
    [-0.5, 0.05, 0],
  ])
  for (const [i, weight] of [1 / 16, 10 / 16, 5 / 16].entries()) expect(weights[i]).toBeCloseTo(weight, 5)
  for (const rating of ratings) expect(rating).toBeCloseTo(0, 5)
})

it("the prisoner's dilemma stage: 5,5 / 0,10 / 10,0 / 1,1 (OpenSpiel)", () => {
  const env = dilemma({ R: 5, S: 0, T: 10, P: 1, rounds: 1 })
  const paid = [0, 1].flatMap((own) =>
    [0, 1].map((other) => {
      const match = createStepper(env.game).start({ seed: 'stage', numPlayers: 2 })
      match.act('0', 'choose', [own])
      match.act('1', 'choose', [other])
      return match.ctx.gameover.payoffs
    }),
  )
  expect(paid).toEqual([
    [5, 5],
    [0, 10],
    [10, 0],
    [1, 1],
  ])
})

/** Kuhn poker after each of its six deals. */
function deals(env: Env): Match[] {
  const engine = createStepper(env.game)
  const cards = [0, 1, 2].flatMap((a) => [0, 1, 2].filter((b) => b !== a).map((b) => [a, b]))
  return cards.map((dealt) => {
    const match = engine.start({ seed: 'deal', numPlayers: 2 })
    match.restore({ ...match.snapshot(), G: { cards: dealt, history: '' } })
    return match
  })
}

/**
 * Mean score of a seat that acts as `plan` says where it knows what to do, and evenly elsewhere, against uniform play.
 */
function worth(env: Env, match: Match, seat: number, plan: ReadonlyMap<string, number>): number {
  if (match.ctx.gameover !== undefined) return env.score(match, seat)
  const player = match.ctx.currentPlayer
  const planned = Number(player) === seat ? plan.get(JSON.stringify(match.view(player))) : undefined
  const options = planned === undefined ? env.actions : [env.actions[planned]]
  const here = match.snapshot()
  const values = options.flatMap(({ move, args }) => {
    if (!match.act(player, move, args)) return []
    const value = worth(env, match, seat, plan)
    match.restore(here)
    return [value]
  })
  return values.reduce((sum, value) => sum + value, 0) / values.length
}

/** All that a seat may have to decide on. */
function situations(env: Env, match: Match, seat: number, found = new Set<string>()): Set<string> {
  if (match.ctx.gameover !== undefined) return found
  const player = match.ctx.currentPlayer
  if (Number(player) === seat) found.add(JSON.stringify(match.view(player)))
  const here = match.snapshot()
  for (const { move, args } of env.actions) {
    if (!match.act(player, move, args)) continue
    situations(env, match, seat, found)
    match.restore(here)
  }
  return found
}

it('Kuhn poker: best responses to uniform play get .5 and .416666…, by search of all plans on the engine', () => {
  const env = kuhn()
  const dealt = deals(env)
  const best = [0, 1].map((seat) => {
    const known = [...new Set(dealt.flatMap((match) => [...situations(env, match, seat)]))]
    expect(known).toHaveLength(6)
    const plans = Array.from({ length: 64 }, (_, bits) => new Map(known.map((each, i) => [each, (bits >> i) & 1])))
    return Math.max(
      ...plans.map((plan) => dealt.reduce((sum, match) => sum + worth(env, match, seat, plan), 0) / dealt.length),
    )
  })
  expect(best[0]).toBeCloseTo(0.5, 12)
  expect(best[1]).toBeCloseTo(5 / 12, 12)
})
