import { actor, type Mind, posteriorOf } from '../../agents/actor.ts'
import { loadBackend } from '../../agents/backend.ts'
import type { Agent } from '../../agents/define.ts'
import { inOrder, REVEALED } from '../../agents/evidence.ts'
import { layoutOf } from '../../agents/layout.ts'
import { createNetwork, type Network } from '../../agents/network.ts'
import { createPpo, type PpoSettings } from '../../agents/ppo.ts'
import { transitionOf } from '../../agents/ppo-rows.ts'
import { initialise } from '../../agents/spec.ts'
import { type Played, play } from '../../arena/play/rollout.ts'
import { createWorld } from '../../arena/play/world.ts'
import type { Env } from '../../envs/define.ts'
import { createRng, type Rng } from '../../envs/random.ts'

const SPEC = {
  evidence: { kind: 'traits' as const, width: REVEALED },
  persona: 4,
  adapter: 32,
  trunk: 64,
  bypass: 32,
  head: 64,
}

const NOBODY = inOrder(REVEALED, 1, new Float32Array(REVEALED))

const CONFIG: PpoSettings = {
  learningRate: { encoder: 3e-3, full: 3e-3 },
  criticRate: 3e-3,
  epochs: 3,
  minibatch: 512,
  clip: 0.2,
  gamma: 1,
  lambda: 0.95,
  entropy: 0.01,
  warmup: 0,
}

export interface Training {
  /** Who sits beside the learner, drawn for each match. */
  readonly opponents: readonly Agent[]
  readonly updates: number
  readonly episodes?: number
  readonly config?: Partial<PpoSettings>
  /** Payoff that the critic sees as 1. */
  readonly unit?: number
}

export interface Learned {
  readonly agent: Agent
  /** How far an update moved the policy: mean KL between it before and after, in nats. */
  readonly moved: number
  dispose(): void
}

/** PPO in one seat against frozen opponents, without personas: what shows that an env rewards skill. */
export async function learn(env: Env, seed: string, training: Training): Promise<Learned> {
  await loadBackend('wasm')
  const rng = createRng(seed)
  const spec = { layout: layoutOf([env]), ...SPEC }
  const weights = initialise(spec, rng)
  const [network, reference] = [createNetwork(spec, weights), createNetwork(spec, weights)]
  const evidence = NOBODY
  const config = { ...CONFIG, ...training.config }
  const ppo = createPpo({ network, reference, evidence, trainable: 'full', config, rng: rng.fork('ppo') })
  const world = createWorld(env)
  const agent = actor({ id: 'learner', network, mind: () => meanMind(network) })
  let moved = 0
  for (let update = 0; update < training.updates; update++) {
    const pairings = pair(env, agent, training, rng.fork('rollout').fork(update))
    const trajectories = play(world, pairings).map((played) => trajectory(played, training.unit))
    moved += ppo.update(trajectories, {})['losses/approx_kl'] / training.updates
  }
  ppo.dispose()
  reference.dispose()
  return { agent, moved, dispose: () => network.dispose() }
}

const pair = (env: Env, focal: Agent, { opponents, episodes = 128 }: Training, rng: Rng) =>
  tables(env, focal, opponents, episodes, rng)

/** The focal agent takes every seat in turn; seeds and opponents follow from `rng` alone. */
function tables(env: Env, focal: Agent, opponents: readonly Agent[], count: number, rng: Rng) {
  return Array.from({ length: count }, (_, match) => {
    const draw = rng.fork(match)
    const own = match % env.seats
    const agents = Array.from({ length: env.seats }, (_, seat) =>
      seat === own ? focal : opponents[draw.integer(opponents.length)],
    )
    return { seed: draw.seed, agents, focal: own }
  })
}

const trajectory = ({ steps, memory }: Played, unit = 1) => ({
  set: 0,
  noise: (memory as Mind).noise,
  weight: 1,
  transitions: steps.map(({ action, trace, reward }) =>
    transitionOf(trace as NonNullable<typeof trace>, action, reward / unit),
  ),
})

/** Mean payoff of an agent that takes every seat in turn beside the opponents: the same matches for every agent. */
export function meanPayoff(env: Env, agent: Agent, opponents: readonly Agent[], matches = 400): number {
  const played = play(createWorld(env), tables(env, agent, opponents, matches, createRng('held out')))
  return played.reduce((sum, { scores, focal }) => sum + scores[focal], 0) / matches
}

/** The mean of q, no draw: there are no personas. */
function meanMind(network: Network): Mind {
  const [{ mean }] = posteriorOf(network, NOBODY)
  return { m: mean, set: 0, noise: new Float32Array(SPEC.persona), cue: 'neutral' }
}
