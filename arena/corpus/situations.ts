import { random } from '../../agents/bots/random.ts'
import { writer } from '../../agents/bots/writer.ts'
import type { Agent } from '../../agents/define.ts'
import type { Pool } from '../../agents/imitate.ts'
import { blockOf, encode, type Layout } from '../../agents/layout.ts'
import { type Population, samplePersona } from '../../agents/traits.ts'
import { type Dilemma, dilemma } from '../../agents/writers.ts'
import type { Env, Seen } from '../../envs/define.ts'
import type { Rng } from '../../envs/random.ts'
import { createStepper } from '../engine/stepper.ts'
import { play } from '../play/rollout.ts'
import { createWorld, openWorld } from '../play/world.ts'

/** A decision somebody faced. */
export interface Situation {
  readonly input: Float32Array
  readonly mask: Float32Array
  readonly dilemma: Dilemma
}

export function situation(layout: Layout, env: Env, seen: Seen<unknown>, legal: Uint8Array): Situation {
  const block = blockOf(layout, env.id)
  const observation = new Float32Array(env.observationSize)
  env.observe(seen, observation)
  const input = new Float32Array(layout.input)
  encode(layout, block, observation, 'neutral', input)
  const mask = new Float32Array(layout.actions)
  mask.set(legal, block.firstRow)
  return { input, mask, dilemma: dilemma(env, seen, legal) }
}

/** The first decision of each item of an eval env. */
export function itemsOf(layout: Layout, env: Env): Situation[] {
  return seenOf(env).map((seen) => {
    const mask = new Uint8Array(env.actions.length)
    env.legal(seen, mask)
    return situation(layout, env, seen, mask)
  })
}

/** What the chooser of each item of an eval env sees. */
export function seenOf(env: Env): Seen<unknown>[] {
  const engine = createStepper(env.game, { mode: 'trusted' })
  return Array.from({ length: env.items }, (_, item) => {
    const match = engine.start({ seed: `item-${item}`, numPlayers: env.seats, setupData: { item } })
    const { ctx } = match
    const stage = ctx.activePlayers?.[0] ?? null
    return { G: match.view('0'), seat: 0, phase: ctx.phase, stage, turn: ctx.turn }
  })
}

/**
 * The decisions of writers at play, a third of the seats random so that the pool covers what RL will visit. `open` is the share of
 * matches played in the rigged env with the reserved affordances open; as many are played with them open where nothing is rigged, or
 * the network could not know when not to report.
 */
export function decisionsOf(
  layout: Layout,
  env: Env,
  riggedEnv: Env,
  { matches, open, population }: { matches: number; open: number; population: Population },
  rng: Rng,
): Situation[] {
  const found: Situation[] = []
  const watched = (agent: Agent): Agent => ({
    ...agent,
    decide(asks) {
      for (const { env: at, seen, mask } of asks) found.push(situation(layout, at, seen, mask))
      return agent.decide(asks)
    },
  })
  const seated = (index: number, seats: number) => {
    const draw = rng.fork(index)
    const agents = Array.from({ length: seats }, (_, seat) => {
      const traits = samplePersona(population, draw)
      return watched((index + seat) % 3 === 0 ? random : writer(`corpus-${index}-${seat}`, traits))
    })
    return { seed: draw.seed, agents }
  }
  const pairings = Array.from({ length: matches }, (_, index) => seated(index, env.seats))
  const opened = Math.floor(matches * open)
  play(openWorld(riggedEnv), pairings.slice(0, opened))
  play(openWorld(env), pairings.slice(opened, 2 * opened))
  play(createWorld(env), pairings.slice(2 * opened))
  return found
}

export function pool(layout: Layout, env: Env, weight: number, situations: readonly Situation[]): Pool {
  const flat = (width: number, of: (situation: Situation) => Float32Array) => {
    const out = new Float32Array(situations.length * width)
    situations.forEach((each, i) => void out.set(of(each), i * width))
    return out
  }
  return {
    env: env.id,
    firstRow: blockOf(layout, env.id).firstRow,
    weight,
    inputs: flat(layout.input, ({ input }) => input),
    masks: flat(layout.actions, ({ mask }) => mask),
    dilemmas: situations.map((each) => each.dilemma),
  }
}
