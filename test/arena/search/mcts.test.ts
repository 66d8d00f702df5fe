import { describe, expect, it } from 'vitest'
import { random } from '../../../agents/bots/random.ts'
import type { Agent, Ask } from '../../../agents/define.ts'
import { createStepper } from '../../../arena/engine/stepper.ts'
import { play } from '../../../arena/play/rollout.ts'
import { createWorld, openWorld } from '../../../arena/play/world.ts'
import { mcts } from '../../../arena/search/mcts.ts'
import { boardroom } from '../../../envs/boardroom/env.ts'
import { ENVS } from '../../../envs/catalog.ts'
import type { Env, Seen } from '../../../envs/define.ts'
import { defineEnv } from '../../../envs/make-env.ts'
import { createRng } from '../../../envs/random.ts'
import { type Kuhn, kuhn } from '../../fixtures/kuhn.ts'
import { dilemma } from '../../fixtures/matrix.ts'
import { ticTacToe } from '../../fixtures/tic-tac-toe.ts'

const pairings = (agents: readonly Agent[], matches: number) =>
  Array.from({ length: matches }, (_, i) => ({ seed: `m${i}`, agents }))

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length

function ask(env: Env, seen: Seen<unknown>, seed = 'ask'): Ask {
  const mask = new Uint8Array(env.actions.length)
  env.legal(seen, mask)
  return { env, seen, mask, rng: createRng(seed), memory: null }
}

describe('in tic-tac-toe', () => {
  it('the second player never loses to a random one', () => {
    const played = play(createWorld(ticTacToe()), pairings([random, mcts({ iterations: 200 })], 100))
    expect(Math.min(...played.map(({ scores }) => scores[1]))).toBeGreaterThanOrEqual(0.5)
  })

  it('plays the same with the same seed, and not the same with another', () => {
    const agent = mcts({ iterations: 30 })
    const once = () => play(createWorld(ticTacToe()), pairings([agent, mcts({ iterations: 30 })], 3))
    const [first, second] = [once(), once()]
    expect(first).toEqual(second)
    expect(first[0].actions).not.toEqual(first[1].actions)
  })
})

describe('in boardroom', () => {
  const env = boardroom({ rounds: 3, delta: 0.3 })

  it('is paid at least a fifth more than random bots, wherever it sits', () => {
    for (let seat = 0; seat < env.seats; seat++) {
      const agents = Array.from({ length: env.seats }, (_, s) => (s === seat ? mcts({ iterations: 60 }) : random))
      const played = play(createWorld(env), pairings(agents, 40))
      const others = mean(played.flatMap(({ scores }) => scores.filter((_, s) => s !== seat)))
      expect(mean(played.map(({ scores }) => scores[seat]))).toBeGreaterThan(1.2 * others)
    }
  }, 60_000)

  it('decides the same whatever is hidden', () => {
    const match = createStepper(env.game, { mode: 'trusted' }).start({ seed: 'hidden', numPlayers: 3 })
    for (const seat of ['0', '2', '1']) match.act(seat, 'intend', [seat === '0' ? 1 : 2])
    const snapshot = match.snapshot()
    const agent = mcts({ iterations: 40 })
    const decide = () => agent.decide([ask(env, { G: match.view('1'), seat: 1, phase: null, stage: 'route', turn: 1 })])
    const before = decide()
    const executives = snapshot.G.executives.map((own, s) =>
      s === 1 ? own : { ...own, values: [9, 9, 9, 9, 9, 9], intent: 2, payoff: 7 },
    )
    match.restore({ ...snapshot, G: { ...snapshot.G, executives }, random: { seed: 'other' } })
    expect(decide()).toEqual(before)
  })

  it('neither reports nor abstains, and plays on where both are open', () => {
    const [played] = play(openWorld(env), pairings(new Array(3).fill(mcts({ iterations: 10 })), 1))
    expect(played.actions.filter((action, i) => i % 2 && [env.report, env.abstain].includes(action))).toEqual([])
  })
})

describe('in simultaneous stages', () => {
  const sealed = defineEnv({
    ...dilemma.spec,
    determinise: () => ({ G: { chosen: [null, null] }, activePlayers: { all: 'choose', maxMoves: 1 } }),
  })()

  it.each([0, 1])('seat %i decides for itself: defection dominates', (seat) => {
    const seen = { G: { chosen: [null, null] }, seat, phase: null, stage: 'choose', turn: 1 }
    for (let i = 0; i < 10; i++) {
      const [{ action }] = mcts({ iterations: 1000 }).decide([ask(sealed, seen, `s${i}`)])
      expect(sealed.actions[action].label).toBe('defect')
    }
  })
})

describe('in Kuhn poker', () => {
  const known = defineEnv({
    ...kuhn.spec,
    determinise: ({ G, seat }: Seen<Kuhn>, rng) => {
      const left = [0, 1, 2].filter((card) => card !== G.cards[seat])
      const cards = G.cards.map((card, s) => (s === seat ? card : left[rng.integer(2)]))
      return { G: { ...G, cards }, activePlayers: null }
    },
  })()

  it.each([
    ['calls with the king', 2, 'bet'],
    ['folds the jack', 0, 'pass'],
  ])('%s', (_, card, label) => {
    const seen = { G: { cards: [-1, card], history: 'b' }, seat: 1, phase: null, stage: null, turn: 2 }
    const [{ action }] = mcts().decide([ask(known, seen)])
    expect(known.actions[action].label).toBe(label)
  })

  it('is refused where the env cannot say what could be hidden', () => {
    expect(() => mcts().start(kuhn(), 0, createRng('x'))).toThrow("Expected env kuhn to offer 'determinise'")
  })
})

it.each(ENVS.map((plugin) => plugin() as Env))('finishes a match of $id', (env) => {
  const [played] = play(createWorld(env), pairings(new Array(env.seats).fill(mcts({ iterations: 5 })), 1))
  expect(played.scores.every(Number.isFinite)).toBe(true)
})
