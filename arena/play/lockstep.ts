import type { Agent, Ask, Decision, Port, PortAsk } from '../../agents/define.ts'
import type { Env } from '../../envs/define.ts'
import { createRng, type Rng } from '../../envs/random.ts'
import type { Engine, Match } from '../engine/define.ts'
import { AgentFailure, blaming } from './agent-failure.ts'
import { answered, askAgain, decisionsOf, type IllegalRule, requireChoice } from './asking.ts'
import { charge } from './clock.ts'
import type { Illegal, MatchRecord } from './record.ts'
import { act, legalMask, seenBy, stageOf } from './seats.ts'

export { AgentFailure } from './agent-failure.ts'

/** An env and the engine that runs its game, interventions' transforms included. */
export interface World {
  readonly env: Env
  readonly engine: Engine
}

/** A match to be played: its chance and who sits where. */
export interface Seating {
  /** Seed of the game's chance. */
  readonly chance: string
  /** Seed of the agents' chance, of which every seat has a fork. */
  readonly streams: string
  readonly agents: readonly Agent[]
  readonly setupData?: unknown
}

/** A match that is being played. */
export interface Table {
  readonly seating: Seating
  readonly match: Match
  /** The agents' memories, by seat; changed by accepted decisions alone. */
  readonly memories: unknown[]
  /** What each seat is asked in this tick; undefined where it does not decide. */
  readonly asks: readonly (Ask | undefined)[]
  readonly actions: readonly number[]
}

interface OpenTable extends Table {
  readonly rngs: readonly Rng[]
  /** Where each seat waits for its agent. */
  readonly queues: readonly Queue[]
  /** One mask per seat, written anew in every tick. */
  readonly masks: readonly Uint8Array[]
  readonly asks: (Ask | undefined)[]
  readonly actions: number[]
  readonly ticks: number[]
  readonly illegal: Illegal[]
  dropped: boolean
  decided: number
}

/** What is noted while matches are played. None of it changes a match. */
export interface Notes {
  /** Every seat that is asked has decided, and nothing is applied yet. @param decisions by seat */
  decided?(table: number, decisions: readonly (Decision | undefined)[]): void
  /** The rules accepted a decision. */
  applied?(table: number, seat: number, decision: Decision): void
  /** The tick is over. */
  ticked?(table: number): void
}

/**
 * Matches in lockstep. A tick asks every active seat of every match from the same state, in one batch per agent, then
 * applies the decisions in seat order. A decision that an earlier one made illegal is dropped, and its seat is asked
 * again in the next tick; one that was illegal when it was asked for falls under the rule (`asking.ts`).
 */
export interface Lockstep {
  readonly tables: readonly Table[]
  /** Whether a match is still going on. */
  running(): boolean
  /**
   * @throws AgentFailure, also when a match outlives its env's declared bound twice; Fault where the env offers a seat
   * that decides nothing
   */
  tick(): void
  /** As `tick`, and waits for agents outside the process, all of them asked at once. @param signal gives up waiting */
  tickLater(signal?: AbortSignal): Promise<void>
  /** What a table's match has come to. */
  record(table: number): MatchRecord
}

export function createLockstep(
  { env, engine }: World,
  seatings: readonly Seating[],
  notes: Notes = {},
  rule: IllegalRule = 'fail',
): Lockstep {
  const queues = new Map<Agent, Queue>()
  const tables = seatings.map((seating) => open(env, engine, seating, queues))
  const decisions = tables.map((): (Decision | undefined)[] => new Array(env.seats))
  let live = [...tables.keys()]
  const isLive = (index: number) => tables[index].match.ctx.gameover === undefined
  const asked = () => {
    for (const index of live) ask(env, tables[index], index)
  }
  const settled = () => {
    for (const index of live) {
      notes.decided?.(index, decisions[index])
      settle(env, tables[index], index, decisions[index], notes)
      notes.ticked?.(index)
    }
    // Most ticks end no match.
    if (!live.every(isLive)) live = live.filter(isLive)
  }
  return {
    tables,
    running: () => live.length > 0,
    tick() {
      asked()
      for (const [agent, queue] of queues) decide(agent, queue, tables, decisions, rule)
      settled()
    },
    async tickLater(signal) {
      asked()
      const all = [...queues]
      await Promise.all(
        all.map(([{ port }, queue]) => (port ? decideLater(port, queue, tables, decisions, signal) : undefined)),
      )
      for (const [agent, queue] of all) if (!agent.port) decide(agent, queue, tables, decisions, rule)
      settled()
    },
    record: (index) => recordOf(env, tables[index]),
  }
}

function open(env: Env, engine: Engine, seating: Seating, queues: Map<Agent, Queue>): OpenTable {
  const { agents, chance, streams, setupData } = seating
  const rng = createRng(streams)
  const rngs = agents.map((_, seat) => rng.fork(seat))
  return {
    seating,
    match: engine.start({ seed: chance, numPlayers: env.seats, setupData }),
    rngs,
    queues: agents.map((agent) => queueOf(agent, queues)),
    masks: agents.map(() => new Uint8Array(env.actions.length)),
    memories: agents.map((agent, seat) =>
      blaming(
        agent,
        env,
        () => agent.start(env, seat, rngs[seat]),
        () => ({ seat, tick: 0, seed: chance }),
      ),
    ),
    asks: new Array(env.seats),
    actions: [],
    ticks: [],
    illegal: [],
    dropped: false,
    decided: 0,
  }
}

/** All who wait for one agent in this tick. */
interface Queue {
  readonly asks: Ask[]
  /** Of each ask. */
  readonly tables: number[]
  readonly seats: number[]
}

function ask(env: Env, table: OpenTable, index: number): void {
  for (let seat = 0; seat < env.seats; seat++) {
    table.asks[seat] = undefined
    const stage = stageOf(table.match, seat)
    if (stage === undefined) continue
    const seen = seenBy(table.match, seat, stage)
    const mask = legalMask(env, seen, table.masks[seat])
    requireChoice(env, seat, mask, table.ticks.length)
    const asked: Ask = { env, seen, mask, rng: table.rngs[seat], memory: table.memories[seat] }
    table.asks[seat] = asked
    const queue = table.queues[seat]
    queue.asks.push(asked)
    queue.tables.push(index)
    queue.seats.push(seat)
  }
}

function queueOf(agent: Agent, queues: Map<Agent, Queue>): Queue {
  const queue = queues.get(agent) ?? { asks: [], tables: [], seats: [] }
  queues.set(agent, queue)
  return queue
}

function decide(
  agent: Agent,
  { asks, tables: at, seats }: Queue,
  tables: readonly OpenTable[],
  all: (Decision | undefined)[][],
  rule: IllegalRule,
): void {
  if (asks.length === 0) return
  charge('env')
  const whenOf = (i: number) => ({ tick: tables[at[i]].ticks.length, seed: tables[at[i]].seating.chance })
  const decisions = decisionsOf(agent, asks[0].env, asks, whenOf)
  charge(decisions[0].trace ? 'network' : 'writers')
  for (let i = 0; i < at.length; i++) {
    const table = at[i]
    const legal = asks[i].mask[decisions[i].action] === 1
    all[table][seats[i]] = legal ? decisions[i] : again(tables[table], agent, asks[i], decisions[i], rule)
  }
  clearQueue({ asks, tables: at, seats })
}

async function decideLater(
  port: Port,
  queue: Queue,
  tables: readonly OpenTable[],
  all: (Decision | undefined)[][],
  signal: AbortSignal | undefined,
): Promise<void> {
  if (queue.asks.length === 0) return
  const asks = queue.asks.map((ask, i): PortAsk => {
    const { seating, ticks } = tables[queue.tables[i]]
    return { ...ask, match: matchOf(seating), tick: ticks.length }
  })
  const answers = await port.answer(asks, signal)
  asks.forEach((ask, i) => {
    const table = queue.tables[i]
    const { decision, illegal } = answered(ask, answers[i])
    all[table][queue.seats[i]] = decision
    if (illegal) tables[table].illegal.push(illegal)
  })
  clearQueue(queue)
}

/** A match as agents outside the process know it: seeds could be played from. */
export const matchOf = ({ streams }: Pick<Seating, 'streams'>): string =>
  createRng(streams).fork('name').seed.slice(0, 16)

function clearQueue({ asks, tables, seats }: Queue): void {
  asks.length = 0
  tables.length = 0
  seats.length = 0
}

function again(table: OpenTable, agent: Agent, ask: Ask, first: Decision, rule: IllegalRule): Decision {
  const { decision, illegal } = askAgain(
    { agent, ask, tick: table.ticks.length, seed: table.seating.chance },
    first,
    rule,
  )
  table.illegal.push(illegal)
  return decision
}

function settle(
  env: Env,
  table: OpenTable,
  index: number,
  decisions: readonly (Decision | undefined)[],
  notes: Notes,
): void {
  table.ticks.push(table.actions.length / 2)
  for (let seat = 0; seat < env.seats; seat++) {
    if (!table.asks[seat]) continue
    const decision = decisions[seat] as Decision
    if (++table.decided > 2 * env.bound) outlived(env, table)
    if (!act(env, table.match, seat, decision.action)) {
      table.dropped = true
      continue
    }
    table.memories[seat] = decision.memory
    table.actions.push(seat, decision.action)
    notes.applied?.(index, seat, decision)
  }
}

function recordOf(env: Env, { seating, match, actions, ticks, illegal, dropped }: OpenTable): MatchRecord {
  const seats = Array.from({ length: env.seats }, (_, seat) => seat)
  return {
    seed: seating.chance,
    ...(seating.setupData === undefined ? {} : { setupData: seating.setupData }),
    actions,
    ...(dropped && { ticks }),
    ...(illegal.length > 0 && { illegal }),
    scores: seats.map((seat) => env.score(match, seat)),
    power: seats.map((seat) => env.power(match, seat)),
    harmful: env.harmful(match),
  }
}

/** The env's fault, whatever an agent would make of it. */
function outlived(env: Env, { actions, seating: { agents, chance } }: Table): never {
  const who = agents.map(({ id }) => id).join(', ')
  throw new AgentFailure(
    `Expected a match of ${env.id} to end within ${env.bound} decisions, got ${actions.length / 2} applied (${who}; seed ${chance}). Agents chose what \`legal\` offers: either the rules refuse that, or \`bound\` is too low. Run npx mettle check on the env`,
  )
}
