import { random } from '../../../agents/bots/random.ts'
import type { Agent, Ask } from '../../../agents/define.ts'
import { boardroom } from '../../../envs/boardroom/env.ts'
import { ENVS } from '../../../envs/catalog.ts'
import type { Env } from '../../../envs/define.ts'
import { createRng } from '../../../envs/random.ts'
import type { Entrant } from '../../entrants/entrant.ts'
import type { World } from '../../play/lockstep.ts'
import { play } from '../../play/rollout.ts'
import { createWorld, openWorld } from '../../play/world.ts'
import { command } from '../../refusal/command.ts'
import { refuse } from '../../refusal/errors.ts'
import { attempt } from '../env/moments.ts'

/** An agent under check. */
export interface AgentSubject {
  readonly agent: Agent
  /** The tables that it is checked at. @default `boardroom`, also with `report` open, and the eval envs */
  readonly worlds?: readonly World[]
}

export const worldsOf = ({ worlds }: AgentSubject): readonly World[] => worlds ?? GENERAL()

const GENERAL = (): World[] => [
  createWorld(boardroom()),
  openWorld(boardroom({ rigged: 0.5 })),
  ...ENVS.filter(({ spec }) => spec.kind === 'eval').map((plugin) => createWorld(plugin())),
]

/**
 * An agent at the tables that it can be checked at: the general ones that it does not refuse, else every env that it
 * does not refuse.
 * @param at the env that it is checked in instead
 * @throws Refusal where it refuses all of them, and of an agent outside the process, for which no check waits
 */
export function agentSubject({ name, agent, refuses }: Entrant, at?: Env): AgentSubject {
  if (agent.port)
    refuse(
      `check ${name}`,
      'an agent that decides at once',
      'one outside the process',
      `A tournament waits for it and counts what it does wrong: ${command('tournament', 'boardroom', '--agents', `${name},random`)}`,
    )
  const why = at && refuses(at)
  if (at && why) refuse(`check ${name}`, `an agent that can play ${at.id}`, why)
  if (at) return { agent, worlds: [createWorld(at)] }
  const open = (worlds: readonly World[]) => worlds.filter(({ env }) => refuses(env) === undefined)
  const general = open(GENERAL())
  const worlds = general.length > 0 ? general : open(ENVS.map((plugin) => createWorld(plugin())))
  if (worlds.length > 0) return { agent, worlds }
  const expected = 'an agent that plays a shipped env with its default params'
  const got = refuses(ENVS[0]()) ?? 'one that refuses all'
  return refuse(`check ${name}`, expected, got, 'Name an env that it plays, by id, path or package: --env ENV')
}

const MATCHES = 4

/** Actions of some matches, half of them among random agents; an error where play broke down. */
export function played(agent: Agent, world: World): (readonly number[])[] | Error {
  const pairings = Array.from({ length: MATCHES }, (_, i) => pairing(agent, world.env, i))
  return attempt(() => play(world, pairings).map(({ actions }) => actions))
}

const pairing = (agent: Agent, env: Env, i: number) => ({
  seed: createRng('check').fork(i).seed,
  agents: Array.from({ length: env.seats }, (_, seat) => (i % 2 === 0 || seat === i % env.seats ? agent : random)),
})

/** The batches of asks that the agent got while it played, as far as it came. */
export function asked(agent: Agent, world: World): Ask[][] {
  const batches: Ask[][] = []
  const recording: Agent = {
    id: agent.id,
    start: (env, seat, rng) => agent.start(env, seat, rng),
    decide(asks) {
      batches.push(asks.map((ask) => copied(ask)))
      return agent.decide(asks)
    },
  }
  played(recording, world)
  return batches.slice(0, 40)
}

/** A deep copy but for the env, with a stream of randomness of its own. */
export const copied = ({ env, seen, mask, memory }: Ask, seed = 'copy'): Ask => ({
  env,
  seen: structuredClone(seen),
  mask: mask.slice(),
  rng: createRng(seed),
  memory: structuredClone(memory),
})
