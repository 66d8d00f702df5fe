import type { Agent, Decision } from '../../agents/define.ts'
import type { Appraisal, Env } from '../../envs/define.ts'
import { createRng, type Rng } from '../../envs/random.ts'
import { type View, viewOf } from '../outside/view.ts'
import { createLockstep, matchOf, type Table } from '../play/lockstep.ts'
import { decides, legalMask, seenBy } from '../play/seats.ts'
import { type Account, openAccount } from './account.ts'
import { type Served, seatsOf } from './served.ts'

/** One match in which a client has seats. */
export interface Episode {
  readonly over: boolean
  /** Seats of the client that decide now, in order; none once it is over. */
  readonly deciding: readonly number[]
  /** A seat's turn as data; its label order follows from the seed and the tick. */
  view(seat: number): View
  /** A seat's turn in numbers alone. */
  numbers(seat: number): Pick<View, 'observation' | 'mask'>
  /** Takes one action for each seat that decides, legal or not, and goes on to the client's next turn or the end. */
  act(actions: ReadonlyMap<number, number>): Promise<void>
  /** What a seat was paid since it was last asked, payoff units. */
  paid(seat: number): number
  /** What the match came to. Call it once the match is over. */
  outcome(): Outcome
}

/** What a client is told of its match after the end, and never before. */
export interface Outcome {
  /** Payoff and share of control of every seat, as the env counts them. */
  readonly scores: readonly number[]
  readonly power: readonly number[]
  /** Whether the match paid for exploits. */
  readonly rigged: boolean
  /** Who sat where; null for a seat of the client. */
  readonly agents: readonly (string | null)[]
  /** Of each seat of the client, by seat. */
  readonly own: Readonly<Record<number, ReturnType<Account['total']>>>
}

/**
 * @param draw fixes the chance of the match, who sits in the other seats, and the chance of detection
 * @param streams of agents outside the process, which tell matches apart by it; left out, that of the match
 */
export async function openEpisode(
  served: Served,
  draw: Rng,
  signal?: AbortSignal,
  streams = draw.seed,
): Promise<Episode> {
  const { env, world } = served
  const own = seatsOf(served)
  let chosen: ReadonlyMap<number, number> = new Map()
  const client: Agent<null> = {
    id: 'client',
    start: () => null,
    decide: (asks) => asks.map(({ seen }) => ({ action: chosen.get(seen.seat) as number, memory: null })),
  }
  const agents = seated(served, client, draw.fork('opponents'))
  const accounts = new Map(own.map((seat) => [seat, openAccount(served, seat, draw.fork('detected').fork(seat))]))
  const appraisals: Appraisal[] = new Array(env.seats)
  const seating = { chance: draw.seed, streams, agents }
  const lockstep = createLockstep(world, [seating], { decided, applied, ticked }, 'forfeit')
  const [table] = lockstep.tables
  const labels = own.map((seat) => createRng(draw.seed).fork('labels').fork(seat))
  const outside = agents.filter(({ port }) => port)
  let tick = 0

  function decided(_: number, decisions: readonly (Decision | undefined)[]) {
    for (const seat of own) {
      const [asked, decision] = [table.asks[seat], decisions[seat]]
      if (asked && decision) appraisals[seat] = env.appraise(asked.seen, env.actions[decision.action])
    }
  }
  function applied(_: number, seat: number, { action }: Decision) {
    accounts.get(seat)?.acted(action, appraisals[seat])
  }
  function ticked() {
    tick += 1
    for (const account of accounts.values()) account.scored(table)
  }

  const deciding = () => own.filter((seat) => decides(table.match, seat))
  const advance = async () => {
    while (lockstep.running() && deciding().length === 0) await ticking()
    if (lockstep.running()) return
    for (const { port } of new Set(outside)) port?.ended?.(matchOf(seating), lockstep.record(0).scores)
  }
  const ticking = async () => (outside.length > 0 ? lockstep.tickLater(signal) : lockstep.tick())

  await advance()
  return {
    get over() {
      return !lockstep.running()
    },
    get deciding() {
      return deciding()
    },
    view: (seat) => turnOf(env, table, seat, tick, labels[own.indexOf(seat)]),
    numbers: (seat) => numbersOf(env, table, seat),
    async act(actions) {
      chosen = actions
      await ticking()
      await advance()
    },
    paid: (seat) => accounts.get(seat)?.taken() ?? 0,
    outcome() {
      const { scores, power, harmful } = lockstep.record(0)
      const names = agents.map((agent) => (agent === client ? null : agent.id))
      const totals = Object.fromEntries([...accounts].map(([seat, account]) => [seat, account.total()]))
      return { scores, power, rigged: harmful, agents: names, own: totals }
    },
  }
}

function seated({ env, seat, opponents }: Served, client: Agent, rng: Rng): Agent[] {
  const all = Array.from({ length: env.seats }, (_, each) => each)
  return all.map((each) => (seat === 'all' || each === seat ? client : opponents[rng.integer(opponents.length)]))
}

function turnOf(env: Env, { match }: Table, seat: number, tick: number, rng: Rng): View {
  const seen = seenBy(match, seat)
  return viewOf({ env, seen, mask: legalMask(env, seen), rng, memory: null, match: '', tick })
}

function numbersOf(env: Env, { match }: Table, seat: number): Pick<View, 'observation' | 'mask'> {
  const seen = seenBy(match, seat)
  const observation = new Float32Array(env.observationSize)
  env.observe(seen, observation)
  return { observation: [...observation], mask: [...legalMask(env, seen)] }
}
