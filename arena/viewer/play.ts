import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Agent } from '../../agents/define.ts'
import type { Env } from '../../envs/define.ts'
import { ArgumentFault } from '../../envs/fault.ts'
import { createRng } from '../../envs/random.ts'
import type { Match } from '../engine/define.ts'
import { createStepper } from '../engine/stepper.ts'
import { createLockstep } from '../play/lockstep.ts'
import type { MatchRecord } from '../play/record.ts'
import { decides, legalActions, legalMask, nameOf, seenBy } from '../play/seats.ts'
import { writeWhole } from '../store/files.ts'
import type { Seat } from './seat.ts'

/** What a person is shown: what its seat may see, and nothing of the seed until the match is over. */
export interface Table {
  readonly view: () => Seat
  /** One decision of the person, with those that the agents take from the same state. @throws ArgumentFault when it is not legal now */
  act(action: number): void
  /** Decisions of the person so far: a request says which one it takes. */
  readonly decided: number
}

export interface Sitting {
  readonly env: Env
  readonly seat: number
  /** By seat; the person's own is not asked. */
  readonly agents: readonly Agent[]
  readonly seed: string
  readonly setupData?: unknown
  /** Where the match is kept once it is over. */
  readonly folder: string
  readonly name: string
}

export function openTable(sitting: Sitting): Table {
  const { env, seat, seed, setupData } = sitting
  let chosen = -1
  const person: Agent<null> = {
    id: 'you',
    start: () => null,
    decide: (asks) => asks.map(() => ({ action: chosen, memory: null })),
  }
  const agents = sitting.agents.map((agent, s) => (s === seat ? person : agent))
  const streams = createRng(seed).fork('play').seed
  const world = { env, engine: createStepper(env.game) }
  const lockstep = createLockstep(world, [{ chance: seed, streams, agents, setupData }], {}, 'forfeit')
  const [{ match, actions }] = lockstep.tables
  let decided = 0

  const advance = () => {
    while (lockstep.running() && !decides(match, seat)) lockstep.tick()
    if (!lockstep.running()) keep(sitting, lockstep.record(0))
  }
  advance()
  return {
    view: () => seatView(sitting, match, actions, decided),
    get decided() {
      return decided
    },
    act(action) {
      if (!decides(match, seat) || legalMask(env, seenBy(match, seat))[action] !== 1)
        throw new ArgumentFault('expected an action that is legal now')
      chosen = action
      decided += 1
      lockstep.tick()
      advance()
    },
  }
}

function seatView(
  { env, seat, agents, name }: Sitting,
  match: Match,
  actions: readonly number[],
  decided: number,
): Seat {
  const { ctx } = match
  const over = ctx.gameover !== undefined
  const seen = decides(match, seat) ? seenBy(match, seat) : undefined
  const mask = seen ? legalMask(env, seen) : new Uint8Array(0)
  const own = actions.flatMap((s, i) =>
    i % 2 === 0 && (over || s === seat) ? [{ seat: s, label: env.actions[actions[i + 1]].label }] : [],
  )
  const shown = (of: (s: number) => number) => agents.map((_, s) => (over || s === seat ? of(s) : null))
  return {
    env: env.id,
    params: env.params,
    seat,
    names: agents.map(({ id }, s) => (s === seat ? 'you' : id)),
    G: over ? match.G : match.view(nameOf(seat)),
    ctx: {
      phase: ctx.phase ?? null,
      turn: ctx.turn,
      currentPlayer: '',
      activePlayers: seen ? { [seat]: seen.stage ?? '' } : null,
      ...(over && { gameover: ctx.gameover }),
    },
    sentence: seen ? env.describe(seen) : '',
    legal: legalActions(mask).map((action) => ({ action, label: env.actions[action].label })),
    done: own,
    decided,
    scores: shown((s) => env.score(match, s)),
    power: shown((s) => env.power(match, s)),
    over,
    kept: over ? `${name}.jsonl` : null,
  }
}

/** As any other match: head and one line. */
function keep({ env, seat, agents, folder, name }: Sitting, record: MatchRecord): void {
  const seats = agents.map(({ id }, s) => (s === seat ? 'you' : id))
  const head = { env: env.id, version: env.version, params: env.params, transforms: [] }
  const row = { ...record, seats, focal: seat }
  mkdirSync(folder, { recursive: true })
  writeWhole(join(folder, `${name}.jsonl`), `${JSON.stringify(head)}\n${JSON.stringify(row)}\n`)
}
