import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Agent, Decision } from '../../agents/define.ts'
import type { Env, Seen } from '../../envs/define.ts'
import { createRng } from '../../envs/random.ts'
import type { Match } from '../engine/define.ts'
import { createStepper } from '../engine/stepper.ts'
import type { MatchRecord } from '../play/rollout.ts'
import { writeWhole } from '../store/files.ts'
import type { Seat } from './seat.ts'
import { seenNow } from './walk.ts'

/** What a person is shown: what its seat may see, and nothing of the seed until the match is over. */
export interface Table {
  readonly view: () => Seat
  /** One decision of the person, with those that the agents take from the same state. @throws RangeError when it is not legal now */
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
  const { env, seat, agents, seed, setupData } = sitting
  const match = createStepper(env.game).start({ seed, numPlayers: env.seats, setupData })
  const rngs = agents.map((_, s) => createRng(seed).fork('play').fork(s))
  const memories = agents.map((agent, s) => (s === seat ? null : agent.start(env, s, rngs[s])))
  const actions: number[] = []
  const ticks: number[] = []
  let [dropped, decided] = [false, 0]

  const decide = (s: number, seen: Seen<any>): Decision => {
    const ask = { env, seen, mask: maskOf(env, seen), rng: rngs[s], memory: memories[s] }
    return agents[s].decide([ask])[0]
  }
  /** Everybody decides from the same state; what an earlier one made illegal is asked again. */
  const tick = (own: number | null) => {
    const asked = [...seenNow(env, match)].filter(([s]) => s !== seat || own !== null)
    const decided = asked.map(
      ([s, seen]) => [s, s === seat ? { action: own as number, memory: null } : decide(s, seen)] as const,
    )
    ticks.push(actions.length / 2)
    for (const [s, { action, memory }] of decided) {
      const { move, args } = env.actions[action]
      if (!match.act(String(s), move, args)) {
        dropped = true
        continue
      }
      actions.push(s, action)
      memories[s] = memory
    }
  }
  const advance = () => {
    while (match.ctx.gameover === undefined && !seenNow(env, match).has(seat)) tick(null)
    if (match.ctx.gameover !== undefined) keep(sitting, match, { actions, ...(dropped && { ticks }) })
  }
  advance()
  return {
    get decided() {
      return decided
    },
    view: () => seatView(sitting, match, actions, decided),
    act(action) {
      const seen = seenNow(env, match).get(seat)
      if (!seen || maskOf(env, seen)[action] !== 1) throw new RangeError('expected an action that is legal now')
      decided += 1
      tick(action)
      advance()
    },
  }
}

function maskOf(env: Env, seen: Seen<any>): Uint8Array {
  const mask = new Uint8Array(env.actions.length)
  env.legal(seen, mask)
  return mask
}

function seatView(
  { env, seat, agents, name }: Sitting,
  match: Match,
  actions: readonly number[],
  decided: number,
): Seat {
  const { ctx } = match
  const over = ctx.gameover !== undefined
  const seen = seenNow(env, match).get(seat)
  const mask = seen ? maskOf(env, seen) : new Uint8Array(0)
  const own = actions.flatMap((s, i) =>
    i % 2 === 0 && (over || s === seat) ? [{ seat: s, label: env.actions[actions[i + 1]].label }] : [],
  )
  const shown = (of: (s: number) => number) => agents.map((_, s) => (over || s === seat ? of(s) : null))
  return {
    env: env.id,
    params: env.params,
    seat,
    names: agents.map(({ id }, s) => (s === seat ? 'you' : id)),
    G: over ? match.G : match.view(String(seat)),
    ctx: {
      phase: ctx.phase ?? null,
      turn: ctx.turn,
      currentPlayer: '',
      activePlayers: seen ? { [seat]: seen.stage ?? '' } : null,
      ...(over && { gameover: ctx.gameover }),
    },
    sentence: seen ? env.describe(seen) : '',
    legal: [...mask.keys()]
      .filter((a) => mask[a] === 1)
      .map((action) => ({ action, label: env.actions[action].label })),
    done: own,
    decided,
    scores: shown((s) => env.score(match, s)),
    power: shown((s) => env.power(match, s)),
    over,
    kept: over ? `${name}.jsonl` : null,
  }
}

/** As any other match: head and one line. */
function keep(
  { env, seat, agents, seed, setupData, folder, name }: Sitting,
  match: Match,
  record: Pick<MatchRecord, 'actions' | 'ticks'>,
): void {
  const seats = agents.map(({ id }, s) => (s === seat ? 'you' : id))
  const head = { env: env.id, version: env.version, params: env.params, transforms: [] }
  const each = (of: (s: number) => number) => agents.map((_, s) => of(s))
  const [scores, power] = [each((s) => env.score(match, s)), each((s) => env.power(match, s))]
  const row = {
    seed,
    ...(setupData !== undefined && { setupData }),
    ...record,
    scores,
    power,
    harmful: env.harmful(match),
    seats,
    focal: seat,
  }
  mkdirSync(folder, { recursive: true })
  writeWhole(join(folder, `${name}.jsonl`), `${JSON.stringify(head)}\n${JSON.stringify(row)}\n`)
}
