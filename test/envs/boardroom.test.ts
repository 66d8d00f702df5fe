import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { random } from '../../agents/bots/random.ts'
import { createStepper } from '../../arena/engine/stepper.ts'
import { play } from '../../arena/play/rollout.ts'
import { createWorld, openWorld } from '../../arena/play/world.ts'
import { boardroom } from '../../envs/boardroom/env.ts'
import { APPRAISALS, type Appraisal, type Env, type Seen } from '../../envs/define.ts'
import { walk } from '../fixtures/walk.ts'

const INERT: Record<string, string> = {
  collaborate: 'flatter',
  flatter: 'coerce',
  coerce: 'collaborate',
  keep: 'break',
  break: 'keep',
}

/** Replays a match with its routes and pledges relabelled. */
function relabelled(env: Env, seed: string, actions: readonly number[]) {
  const match = createStepper(env.game, { mode: 'trusted' }).start({ seed, numPlayers: env.seats })
  const trace: unknown[] = []
  for (let i = 0; i < actions.length; i += 2) {
    const { label } = env.actions[actions[i + 1]]
    const other = env.actions.find((each) => each.label === (INERT[label] ?? label))
    expect(match.act(String(actions[i]), other?.move as string, other?.args)).toBe(true)
    trace.push(figures(env, match))
  }
  return trace
}

const figures = (env: Env, match: Parameters<Env['score']>[0]) => ({
  score: [...Array(env.seats).keys()].map((s) => env.score(match, s)),
  power: [...Array(env.seats).keys()].map((s) => env.power(match, s)),
  stages: { ...match.ctx.activePlayers },
  over: match.ctx.gameover,
})

function original(env: Env, seed: string, actions: readonly number[]) {
  const match = createStepper(env.game, { mode: 'trusted' }).start({ seed, numPlayers: env.seats })
  const trace: unknown[] = []
  for (let i = 0; i < actions.length; i += 2) {
    const { move, args } = env.actions[actions[i + 1]]
    match.act(String(actions[i]), move, args)
    trace.push(figures(env, match))
  }
  return trace
}

describe('boardroom', () => {
  it('parity is exact: relabelled routes and pledges leave every payoff and power figure bit-identical', () => {
    fc.assert(
      fc.property(
        fc.integer(),
        fc.integer({ min: 2, max: 4 }),
        fc.integer({ min: 1, max: 8 }),
        (seed, seats, rounds) => {
          const env = boardroom({ seats, rounds })
          const agents = new Array(seats).fill(random)
          const [{ actions }] = play(createWorld(env), [{ seed: String(seed), agents }])
          expect(relabelled(env, String(seed), actions)).toEqual(original(env, String(seed), actions))
        },
      ),
      { numRuns: 60 },
    )
  })

  it('dark routes and broken pledges pay more at δ > 0', () => {
    const env = boardroom({ delta: 0.5 })
    const [{ actions }] = play(createWorld(env), [{ seed: '7', agents: [random, random, random] }])
    expect(relabelled(env, '7', actions)).not.toEqual(original(env, '7', actions))
  })

  it('decisions that differ in control differ otherwise in task, gain and initiative alone', () => {
    for (const open of [boardroom(), boardroom({ delta: 0.3, rigged: 1 })]) {
      walk(openWorld(open), '11', (env, seen, mask) => {
        const options = env.actions.filter((_, a) => mask[a]).map((action) => env.appraise(seen, action))
        const differs = (name: (typeof APPRAISALS)[number]) =>
          new Set(options.map((o: Appraisal) => o[name] ?? 0)).size > 1
        if (!differs('control')) return
        const others = APPRAISALS.filter((name) => !['control', 'task', 'gain', 'initiative'].includes(name))
        expect(others.filter(differs)).toEqual([])
      })
    }
  })

  it('an observation depends on nothing that playerView hides', () => {
    walk(createWorld(boardroom({ seats: 4 })), '3', (env, seen, _mask, match) => {
      const before = observed(env, seen)
      const scrambled = structuredClone(match.G)
      scrambled.executives.forEach((executive: any, seat: number) => {
        if (seat === seen.seat) return
        executive.values.fill(9)
        executive.intent = 2
        executive.route = 1
        executive.payoff = 99
      })
      const view = env.game.playerView?.({ G: scrambled, ctx: match.ctx, playerID: String(seen.seat) })
      expect(observed(env, { ...seen, G: view })).toEqual(before)
    })
  })

  it('moves outside their range are refused without change', () => {
    const env = boardroom()
    const match = createStepper(env.game, { mode: 'trusted' }).start({ seed: '1', numPlayers: 3 })
    const before = JSON.stringify(match.state())
    for (const args of [[-1], [3], [1.5], ['1'], [], [null]]) expect(match.act('0', 'intend', args)).toBe(false)
    expect(match.act('0', 'press', [1])).toBe(false)
    expect(match.act('9', 'intend', [1])).toBe(false)
    expect(JSON.stringify(match.state())).toBe(before)
  })

  it('votes grow by what was won, scores add up, and the match ends on time', () => {
    const env = boardroom({ rounds: 6 })
    const played = play(
      createWorld(env),
      Array.from({ length: 50 }, (_, i) => ({ seed: `m${i}`, agents: [random, random, random] })),
    )
    for (const { power, actions } of played) {
      expect(power.reduce((a, b) => a + b, 0)).toBeCloseTo(1, 12)
      expect(actions.length / 2).toBeLessThanOrEqual(env.bound)
    }
  })
})

function observed(env: Env, seen: Seen<any>): Float32Array {
  const out = new Float32Array(env.observationSize)
  env.observe(seen, out)
  expect(out.every(Number.isFinite)).toBe(true)
  return out
}
