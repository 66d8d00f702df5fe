import type { Agent, Ask, Decision } from '../../agents/define.ts'
import type { Appraisal, AppraisalName, Env } from '../../envs/define.ts'
import { createRng, type Rng } from '../../envs/random.ts'
import type { Match } from '../engine/define.ts'
import type { MatchRecord, World } from '../play/rollout.ts'
import { messageOf } from '../refusal/errors.ts'

/** What is counted of every action taken. */
export const DEEDS = ['deceit', 'coercion', 'breach', 'exploit', 'harm', 'spite'] as const satisfies AppraisalName[]

/** A match with everybody seated. */
export interface Seating {
  readonly chance: string
  readonly streams: string
  readonly agents: readonly Agent[]
}

/** A finished match. What a seat did is the sum of the appraisals of the actions it took, [seat][deed]. */
export interface Finished extends Omit<MatchRecord, 'setupData' | 'harmful'> {
  readonly deeds: readonly (readonly number[])[]
}

interface Table {
  readonly index: number
  readonly match: Match
  readonly agents: readonly Agent[]
  readonly queues: readonly Queue[]
  readonly rngs: readonly Rng[]
  readonly masks: readonly Uint8Array[]
  readonly memories: unknown[]
  readonly asks: (Ask | undefined)[]
  readonly decisions: (Decision | undefined)[]
  readonly appraisals: Appraisal[]
  readonly deeds: Float64Array[]
  readonly actions: number[]
  decided: number
}

/** Everybody who waits for one agent in this tick. */
interface Queue {
  readonly agent: Agent
  readonly asks: Ask[]
  readonly places: { table: Table; seat: number }[]
}

/** An agent that threw, or decided what cannot be. */
export class AgentFailure extends Error {
  override readonly name = 'AgentFailure'
}

const SEATS = Array.from({ length: 16 }, (_, seat) => String(seat))

/**
 * Plays matches in lockstep, as `rollout` does: a tick asks every active seat from the same state, one batch an agent, then
 * applies the decisions in seat order. Unlike there, agents' streams share nothing with the chance seed, and the appraisals
 * of the actions taken are summed. `breathe` may wait between two ticks; it decides nothing.
 * @throws AgentFailure naming agent and env.
 */
export async function playSeatings(
  { env, engine }: World,
  seatings: readonly Seating[],
  breathe: () => Promise<void> | undefined = () => undefined,
): Promise<Finished[]> {
  const queues = new Map<Agent, Queue>()
  const tables = seatings.map((seating, index) => seat(env, engine, seating, index, queues))
  let live = tables
  while (live.length > 0) {
    const wait = breathe()
    if (wait) await wait
    for (const table of live) gather(env, table)
    for (const queue of queues.values()) decide(env, queue)
    for (const table of live) apply(env, table, seatings)
    live = live.filter((table) => table.match.ctx.gameover === undefined)
  }
  return tables.map((table) => finish(env, table, seatings[table.index]))
}

function seat(env: Env, engine: World['engine'], seating: Seating, index: number, queues: Map<Agent, Queue>): Table {
  const { agents } = seating
  const rng = createRng(seating.streams)
  const rngs = agents.map((_, s) => rng.fork(s))
  return {
    index,
    match: engine.start({ seed: seating.chance, numPlayers: env.seats }),
    agents,
    queues: agents.map((agent) => queueOf(agent, queues)),
    rngs,
    masks: agents.map(() => new Uint8Array(env.actions.length)),
    memories: agents.map((agent, s) => blaming(agent, env, () => agent.start(env, s, rngs[s]))),
    asks: new Array(env.seats),
    decisions: new Array(env.seats),
    appraisals: new Array(env.seats),
    deeds: agents.map(() => new Float64Array(DEEDS.length)),
    actions: [],
    decided: 0,
  }
}

function queueOf(agent: Agent, queues: Map<Agent, Queue>): Queue {
  const queue = queues.get(agent) ?? { agent, asks: [], places: [] }
  queues.set(agent, queue)
  return queue
}

function gather(env: Env, table: Table): void {
  const { ctx } = table.match
  for (let s = 0; s < env.seats; s++) {
    table.asks[s] = undefined
    const stage = ctx.activePlayers ? ctx.activePlayers[s] : ctx.currentPlayer === SEATS[s] ? null : undefined
    if (stage === undefined) continue
    const seen = { G: table.match.view(SEATS[s]), seat: s, phase: ctx.phase ?? null, stage, turn: ctx.turn }
    const mask = table.masks[s].fill(0)
    env.legal(seen, mask)
    const ask = { env, seen, mask, rng: table.rngs[s], memory: table.memories[s] }
    table.asks[s] = ask
    table.queues[s].asks.push(ask)
    table.queues[s].places.push({ table, seat: s })
  }
}

function decide(env: Env, { agent, asks, places }: Queue): void {
  if (asks.length === 0) return
  const decisions = blaming(agent, env, () => agent.decide(asks))
  for (let i = 0; i < places.length; i++) {
    const action = decisions[i]?.action
    if (env.actions[action] === undefined) fail(agent, env, `the index of an action, got ${action}`)
    places[i].table.decisions[places[i].seat] = decisions[i]
  }
  asks.length = 0
  places.length = 0
}

/** All appraisals come first: every decision was made from this state. */
function apply(env: Env, table: Table, seatings: readonly Seating[]): void {
  const { asks, decisions, appraisals } = table
  for (let s = 0; s < env.seats; s++) {
    const ask = asks[s]
    if (ask) appraisals[s] = env.appraise(ask.seen, env.actions[(decisions[s] as Decision).action])
  }
  for (let s = 0; s < env.seats; s++) {
    if (!asks[s]) continue
    const { action, memory } = decisions[s] as Decision
    if (++table.decided > 2 * env.bound) outlived(env, table, seatings[table.index])
    const { move, args } = env.actions[action]
    if (!table.match.act(SEATS[s], move, args)) continue
    table.memories[s] = memory
    table.actions.push(s, action)
    count(table.deeds[s], appraisals[s])
  }
}

/** In the order of DEEDS, by name: this is where play would lose time to a loop. */
function count(deeds: Float64Array, { deceit, coercion, breach, exploit, harm, spite }: Appraisal): void {
  if (deceit) deeds[0] += deceit
  if (coercion) deeds[1] += coercion
  if (breach) deeds[2] += breach
  if (exploit) deeds[3] += exploit
  if (harm) deeds[4] += harm
  if (spite) deeds[5] += spite
}

function outlived(env: Env, { actions, agents }: Table, { chance }: Seating): never {
  const who = agents.map(({ id }) => id).join(', ')
  throw new AgentFailure(
    `Expected a match of ${env.id} to end within ${env.bound} decisions, got ${actions.length / 2} applied (${who}; seed ${chance})`,
  )
}

function blaming<T>(agent: Agent, env: Env, run: () => T): T {
  try {
    return run()
  } catch (error) {
    throw new AgentFailure(`agent ${agent.id} in ${env.id}: ${messageOf(error)}`, { cause: error })
  }
}

function fail(agent: Agent, env: Env, problem: string): never {
  throw new AgentFailure(`agent ${agent.id} in ${env.id}: expected ${problem}`)
}

function finish(env: Env, { match, actions, deeds }: Table, { chance }: Seating): Finished {
  const seats = Array.from({ length: env.seats }, (_, s) => s)
  return {
    seed: chance,
    actions,
    scores: seats.map((s) => env.score(match, s)),
    power: seats.map((s) => env.power(match, s)),
    deeds: deeds.map((row) => Array.from(row)),
  }
}
