import type { Agent, Ask, Decision, Trace } from '../../agents/define.ts'
import type { Appraisal, Env, Seen } from '../../envs/define.ts'
import { createRng, type Rng } from '../../envs/random.ts'
import type { Engine, Match } from '../engine/define.ts'
import { charge, timed } from './clock.ts'

/** An env and the engine that runs its game, interventions' transforms included. */
export interface World {
  readonly env: Env
  readonly engine: Engine
}

/** A match to be played: its chance seed and who sits where. */
export interface Pairing {
  readonly seed: string
  readonly agents: readonly Agent[]
  readonly setupData?: unknown
}

/** One decision of a recorded seat, with the reward that came before its next one. */
export interface Step {
  readonly action: number
  readonly trace?: Trace
  reward: number
  /** Only where asked for: how it was appraised, and what every seat was paid before the next one. */
  readonly outcomes?: { readonly appraisal: Appraisal; readonly payoffs: number[] }
}

/** A finished match: with env, params and transforms this replays it. */
export interface MatchRecord {
  readonly seed: string
  readonly setupData?: unknown
  /** seat, action, seat, action, … in the order applied. */
  readonly actions: readonly number[]
  /** Which acts began a tick, counted from 0; only of a match in which a decision was dropped, since elsewhere seats in order tell. */
  readonly ticks?: readonly number[]
  readonly scores: readonly number[]
  readonly power: readonly number[]
  readonly harmful: boolean
}

export interface Played extends MatchRecord {
  /** Decisions of the focal seat; empty when none was named. */
  readonly steps: readonly Step[]
  readonly memory: unknown
  /** Ids of the agents, by seat. */
  readonly agents: readonly string[]
}

export interface PlayOptions {
  /** The seat whose decisions and rewards are recorded, a match. */
  focal?(match: number): number
  /** Keeps appraisals of the focal seat's decisions, and the payoffs of all seats. */
  readonly keepOutcomes?: boolean
  /** Called after each applied action, only when somebody listens. */
  onAction?(match: number, seat: number, action: number): void
}

interface Table {
  readonly pairing: Pairing
  readonly match: Match
  readonly rngs: readonly Rng[]
  readonly memories: unknown[]
  readonly actions: number[]
  readonly ticks: number[]
  dropped: boolean
  readonly focal: number
  readonly steps: Step[]
  score: number
  decisions: number
  /** Of the focal seat's decision in this tick, and all payoffs so far. */
  appraisal?: Appraisal
  scores?: number[]
}

const SEATS = Array.from({ length: 16 }, (_, seat) => String(seat))

/**
 * Plays matches in lockstep: a tick asks every active seat of every match from the same state, one batch an agent, then
 * applies the decisions in seat order; one that an earlier one made illegal is dropped and its seat asked again.
 * @throws Error when a match outlives its env's declared bound.
 */
export const play = (world: World, pairings: readonly Pairing[], options: PlayOptions = {}): Played[] =>
  timed('env', () => playAll(world, pairings, options))

function playAll(world: World, pairings: readonly Pairing[], options: PlayOptions): Played[] {
  const tables = pairings.map((pairing, index) => seat(world, pairing, options.focal?.(index) ?? -1))
  let live = tables.map((_, index) => index)
  while (live.length > 0) {
    tick(world, tables, live, options)
    live = live.filter((index) => tables[index].match.ctx.gameover === undefined)
  }
  return tables.map((table) => finish(world.env, table))
}

function seat({ env, engine }: World, pairing: Pairing, focal: number): Table {
  const rng = createRng(pairing.seed)
  const rngs = pairing.agents.map((_, s) => rng.fork(s))
  return {
    pairing,
    match: engine.start({ seed: pairing.seed, numPlayers: env.seats, setupData: pairing.setupData }),
    rngs,
    memories: pairing.agents.map((agent, s) => agent.start(env, s, rngs[s])),
    actions: [],
    ticks: [],
    dropped: false,
    focal,
    steps: [],
    score: 0,
    decisions: 0,
  }
}

interface Queue {
  readonly asks: Ask[]
  readonly places: { index: number; seat: number }[]
}

function tick({ env }: World, tables: readonly Table[], live: readonly number[], options: PlayOptions): void {
  const queues = new Map<Agent, Queue>()
  for (const index of live) gather(env, tables[index], index, queues)
  const decided = new Map<number, (Decision | undefined)[]>()
  for (const [agent, { asks, places }] of queues) {
    charge('env')
    const decisions = agent.decide(asks)
    charge(decisions[0]?.trace ? 'network' : 'writers')
    places.forEach(({ index, seat }, i) => {
      const seats = decided.get(index) ?? new Array(env.seats)
      seats[seat] = decisions[i]
      if (options.keepOutcomes && seat === tables[index].focal)
        tables[index].appraisal = env.appraise(asks[i].seen, env.actions[decisions[i].action])
      decided.set(index, seats)
    })
  }
  for (const index of live) apply(env, tables[index], index, decided.get(index) ?? [], options)
}

function gather(env: Env, table: Table, index: number, queues: Map<Agent, Queue>): void {
  const { ctx } = table.match
  for (let s = 0; s < env.seats; s++) {
    const stage = ctx.activePlayers ? ctx.activePlayers[s] : ctx.currentPlayer === SEATS[s] ? null : undefined
    if (stage === undefined) continue
    const seen = seenBy(table.match, s, stage)
    const mask = new Uint8Array(env.actions.length)
    env.legal(seen, mask)
    const agent = table.pairing.agents[s]
    const queue = queues.get(agent) ?? { asks: [], places: [] }
    queues.set(agent, queue)
    queue.asks.push({ env, seen, mask, rng: table.rngs[s], memory: table.memories[s] })
    queue.places.push({ index, seat: s })
  }
}

function seenBy(match: Match, s: number, stage: string | null): Seen<unknown> {
  const { ctx } = match
  return { G: match.view(SEATS[s]), seat: s, phase: ctx.phase ?? null, stage, turn: ctx.turn }
}

function apply(
  env: Env,
  table: Table,
  index: number,
  decisions: readonly (Decision | undefined)[],
  { onAction, keepOutcomes }: PlayOptions,
): void {
  table.ticks.push(table.actions.length / 2)
  for (let s = 0; s < env.seats; s++) {
    const decision = decisions[s]
    if (!decision) continue
    if (++table.decisions > 2 * env.bound) throw new Error(outlived(env, table))
    const { move, args } = env.actions[decision.action]
    if (!table.match.act(SEATS[s], move, args)) {
      table.dropped = true
      continue
    }
    table.memories[s] = decision.memory
    table.actions.push(s, decision.action)
    if (s === table.focal) table.steps.push(stepOf(env, table, decision, keepOutcomes))
    onAction?.(index, s, decision.action)
  }
  if (table.focal < 0) return
  const score = env.score(table.match, table.focal)
  const last = table.steps.at(-1)
  if (!last) return
  last.reward += score - table.score
  table.score = score
  if (keepOutcomes) payAll(env, table, last)
}

function stepOf(env: Env, { appraisal = {} }: Table, { action, trace }: Decision, keepOutcomes?: boolean): Step {
  const step = { action, trace, reward: 0 }
  return keepOutcomes ? { ...step, outcomes: { appraisal, payoffs: new Array(env.seats).fill(0) } } : step
}

function payAll(env: Env, table: Table, { outcomes }: Step): void {
  const scores = Array.from({ length: env.seats }, (_, s) => env.score(table.match, s))
  for (const [s, score] of scores.entries()) if (outcomes) outcomes.payoffs[s] += score - (table.scores?.[s] ?? 0)
  table.scores = scores
}

function outlived(env: Env, { pairing, actions }: Table): string {
  return `Expected a match of ${env.id} to end within ${env.bound} decisions, got ${actions.length / 2} applied (seed ${pairing.seed})`
}

function finish(env: Env, table: Table): Played {
  const seats = Array.from({ length: env.seats }, (_, s) => s)
  return {
    seed: table.pairing.seed,
    ...(table.pairing.setupData === undefined ? {} : { setupData: table.pairing.setupData }),
    actions: table.actions,
    ...(table.dropped && { ticks: table.ticks }),
    scores: seats.map((s) => env.score(table.match, s)),
    power: seats.map((s) => env.power(table.match, s)),
    harmful: env.harmful(table.match),
    steps: table.steps,
    agents: table.pairing.agents.map(({ id }) => id),
    memory: table.focal < 0 ? undefined : table.memories[table.focal],
  }
}
