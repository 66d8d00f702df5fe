import { actor, drawMind, posteriorOf } from '../../agents/actor.ts'
import { random } from '../../agents/bots/random.ts'
import { writer } from '../../agents/bots/writer.ts'
import type { Agent } from '../../agents/define.ts'
import { createNetwork, initialise, layoutOf } from '../../agents/network.ts'
import type { Env } from '../../envs/define.ts'
import { createRng } from '../../envs/random.ts'
import { ASSISTANT_EVIDENCE } from '../foundation.ts'
import { play } from '../rollout.ts'
import { Settings } from '../study.ts'
import { createWorld } from '../world.ts'
import { median, now, type RolloutRate } from './report.ts'

const MATCHES = 512

/** Decisions a second of lockstep play on one core, at tables of networks, of writers and of random bots. */
export function benchRollout(env: Env, repeats: number): RolloutRate[] {
  const spec = { layout: layoutOf([env]), evidence: ASSISTANT_EVIDENCE.length, ...Settings.parse({}).network }
  const network = createNetwork(spec, initialise(spec, createRng('bench')))
  const posterior = posteriorOf(network, ASSISTANT_EVIDENCE)
  const agents: Record<string, Agent> = {
    'network in every seat': actor({ id: 'network', network, mind: (rng) => drawMind(posterior, 'neutral', rng) }),
    'writer in every seat': writer('writer', new Array(8).fill(0)),
    'random bots': random,
  }
  const world = createWorld(env)
  const rates = Object.entries(agents).map(([setting, agent]) => {
    const pairings = Array.from({ length: MATCHES }, (_, i) => ({
      seed: `r${i}`,
      agents: new Array(env.seats).fill(agent),
    }))
    const run = () => {
      const start = now()
      const decisions = play(world, pairings).reduce((sum, { actions }) => sum + actions.length / 2, 0)
      return decisions / (now() - start)
    }
    run()
    return { env: env.id, setting, decisionsPerSecond: Math.round(median(Array.from({ length: repeats }, run))) }
  })
  network.dispose()
  return rates
}
