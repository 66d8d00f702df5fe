import { random } from '../../agents/bots/random.ts'
import { writer } from '../../agents/bots/writer.ts'
import type { Agent } from '../../agents/define.ts'
import type { Pool } from '../../agents/draws.ts'
import { blockOf, type Layout } from '../../agents/layout.ts'
import type { Loadings } from '../../agents/loadings.ts'
import { type Population, samplePersona } from '../../agents/traits.ts'
import type { Env } from '../../envs/define.ts'
import type { Rng } from '../../envs/random.ts'
import type { Situation } from '../measure/items.ts'
import { situation } from '../measure/items.ts'
import { play } from '../play/rollout.ts'
import { createWorld, openWorld } from '../play/world.ts'

/** Who plays, and how much. */
export interface Playing {
  readonly matches: number
  readonly open: number
  readonly population: Population
  readonly loadings?: Loadings
}

/**
 * The decisions of writers at play, a third of the seats random so that the pool covers what RL will visit. `open` is
 * the share of matches played in the rigged env with the reserved affordances open; as many are played with them open
 * where nothing is rigged, or the network could not know when not to report.
 */
export function decisionsOf(
  layout: Layout,
  env: Env,
  riggedEnv: Env,
  { matches, open, population, loadings }: Playing,
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
      return watched((index + seat) % 3 === 0 ? random : writer(`corpus-${index}-${seat}`, traits, loadings))
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
