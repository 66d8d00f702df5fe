import { actor, drawMind, posteriorOf } from '../../agents/actor.ts'
import { random } from '../../agents/bots/random.ts'
import { writer } from '../../agents/bots/writer.ts'
import type { Agent } from '../../agents/define.ts'
import { REVEALED } from '../../agents/evidence.ts'
import { layoutOf } from '../../agents/layout.ts'
import { createNetwork } from '../../agents/network.ts'
import { initialise } from '../../agents/spec.ts'
import { ASSISTANT, DIM } from '../../agents/traits.ts'
import type { Env } from '../../envs/define.ts'
import { createRng } from '../../envs/random.ts'
import { traitAssistant } from '../corpus/evidence.ts'
import { type Played, play } from '../play/rollout.ts'
import { createWorld } from '../play/world.ts'
import { Settings } from '../study/settings.ts'
import { createStream } from '../trial/stream.ts'
import { median, now, type RolloutRate } from './report.ts'

const MATCHES = 512

interface Setting {
  readonly setting: string
  readonly agent: Agent
  readonly observation: boolean
  readonly events: boolean
}

/** Decisions a second of lockstep play on one core, at tables of networks, of writers and of random bots. */
export function benchRollout(env: Env, repeats: number, matches = MATCHES): RolloutRate[] {
  const spec = {
    layout: layoutOf([env]),
    evidence: { kind: 'traits' as const, width: REVEALED },
    ...Settings.parse({}).network,
  }
  const network = createNetwork(spec, initialise(spec, createRng('bench')))
  const posterior = posteriorOf(network, traitAssistant(ASSISTANT))
  const seated = actor({ id: 'network', network, mind: (rng) => drawMind(posterior, 'neutral', rng) })
  const bots = [false, true].flatMap((observation) =>
    [false, true].map((events) => ({
      setting: 'random bots',
      agent: observation ? observing(env) : random,
      observation,
      events,
    })),
  )
  const settings: Setting[] = [
    { setting: 'network in every seat', agent: seated, observation: true, events: false },
    {
      setting: 'writer in every seat',
      agent: writer('writer', new Array(DIM).fill(0)),
      observation: false,
      events: false,
    },
    ...bots,
  ]
  const rates = interleaved(env, settings, repeats, matches)
  network.dispose()
  return settings.map(({ agent: _, ...setting }, i) => ({ env: env.id, ...setting, decisionsPerSecond: rates[i] }))
}

/** Random, after looking as a network would. */
function observing(env: Env): Agent<null> {
  const out = new Float32Array(env.observationSize)
  return {
    ...random,
    id: 'observing',
    decide(asks) {
      for (const { seen } of asks) env.observe(seen, out.fill(0))
      return random.decide(asks)
    },
  }
}

function interleaved(env: Env, settings: readonly Setting[], repeats: number, matches: number): number[] {
  const world = createWorld(env)
  const rates = settings.map(() => [] as number[])
  for (let repeat = 0; repeat <= repeats; repeat++) {
    settings.forEach(({ agent, events }, i) => {
      const agents = new Array(env.seats).fill(agent)
      const pairings = Array.from({ length: matches }, (_, match) => ({
        seed: createRng('rollout').fork(match).seed,
        agents,
      }))
      const rate = rateOf(() => raised(play(world, pairings), events ? raiseOf(env) : undefined))
      // The first round warms up.
      if (repeat > 0) rates[i].push(rate)
    })
  }
  return rates.map((each) => Math.round(median(each)))
}

/** What a trial does for each decision that somebody listens to. */
function raiseOf(env: Env): (match: number, seat: number, action: number) => void {
  const stream = createStream(() => {})
  stream.facts$.subscribe(() => {})
  return (match, seat, action) =>
    stream.emit({ type: 'action.taken', trial: 'bench', update: 0, match, seat, action: env.actions[action].label })
}

function raised(played: Played[], raise?: ReturnType<typeof raiseOf>): Played[] {
  if (raise)
    for (const [match, { actions }] of played.entries())
      for (let i = 0; i < actions.length; i += 2) raise(match, actions[i], actions[i + 1])
  return played
}

function rateOf(run: () => readonly Played[]): number {
  const start = now()
  const decisions = run().reduce((sum, { actions }) => sum + actions.length / 2, 0)
  return decisions / (now() - start)
}
