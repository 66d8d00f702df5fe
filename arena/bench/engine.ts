import type { Game } from 'boardgame.io'
import { RandomBot, Simulate } from '#bgio/ai'
import { Client } from '#bgio/client'
import { random } from '../../agents/bots/random.ts'
import type { Env } from '../../envs/define.ts'
import { createRng } from '../../envs/random.ts'
import { grid, nego, ticTacToe } from '../engine/bench-games.ts'
import type { Engine, Match } from '../engine/define.ts'
import { createReference } from '../engine/reference.ts'
import { createStepper } from '../engine/stepper.ts'
import { play } from '../rollout.ts'
import { createWorld } from '../world.ts'
import { type EngineRate, median, now } from './report.ts'

/** One recorded match: what every contender replays, so choosing moves costs nobody anything. */
interface Recording {
  readonly seed: string
  readonly actions: readonly { readonly seat: string; readonly move: string; readonly args: readonly unknown[] }[]
}

interface Contest {
  readonly name: string
  readonly game: Game
  readonly seats: number
  readonly matches: readonly Recording[]
  /** Legal moves of the current player, for Simulate; absent where it cannot play the game right. */
  readonly enumerate?: (G: any) => { move: string; args: unknown[] }[]
}

const MATCHES = 40

/** @param repeats rounds of the race @param slice seconds each contender runs a round */
export async function benchEngine(env: Env, repeats: number, slice: number): Promise<EngineRate[]> {
  const cells = (G: { cells: (string | null)[] }) =>
    G.cells.flatMap((cell, i) => (cell === null ? [{ move: 'mark', args: [i] }] : []))
  const contests: Contest[] = [
    { name: 'tic-tac-toe', game: ticTacToe, seats: 2, matches: recordCells(ticTacToe, 9), enumerate: cells },
    { name: 'grid', game: grid, seats: 2, matches: recordCells(grid, 30), enumerate: cells },
    { name: 'nego', game: nego, seats: 4, matches: recordTalk() },
    { name: env.id, game: env.game, seats: env.seats, matches: recordEnv(env) },
  ]
  const rates: EngineRate[] = []
  for (const contest of contests) rates.push(...(await race(contest, repeats, slice)))
  return rates
}

/** All contenders in turn, again and again, so that a drift of the machine meets each alike. */
async function race(contest: Contest, repeats: number, slice: number): Promise<EngineRate[]> {
  const contenders: Record<string, (matches: readonly Recording[]) => number> = {
    trusted: replayer(createStepper(contest.game, { mode: 'trusted' }), contest.seats),
    exact: replayer(createStepper(contest.game, { mode: 'exact' }), contest.seats),
    reference: replayer(createReference(contest.game), contest.seats),
    client: clientReplayer(contest),
  }
  const rates = Object.fromEntries([...Object.keys(contenders), 'simulate'].map((name) => [name, [] as number[]]))
  for (let repeat = 0; repeat <= repeats; repeat++) {
    for (const [name, run] of Object.entries(contenders)) {
      const rate = rateOf(() => run(contest.matches), slice)
      // The first round warms up.
      if (repeat > 0) rates[name].push(rate)
    }
    const rate = await simulateRate(contest, slice)
    if (rate !== null && repeat > 0) rates.simulate.push(rate)
  }
  const of = (name: string) => Math.round(median(rates[name]))
  return (['trusted', 'exact'] as const).map((mode) => ({
    game: contest.name,
    mode,
    stepper: of(mode),
    reference: of('reference'),
    client: of('client'),
    simulate: rates.simulate.length > 0 ? of('simulate') : null,
    ratio: Number((median(rates[mode]) / median(rates.reference)).toFixed(1)),
  }))
}

function rateOf(run: () => number, slice: number): number {
  const start = now()
  let moves = 0
  while (now() - start < slice) moves += run()
  return moves / (now() - start)
}

function replayer(engine: Engine, seats: number) {
  return (matches: readonly Recording[]): number => {
    let moves = 0
    for (const { seed, actions } of matches) {
      const match = engine.start({ seed, numPlayers: seats })
      for (const { seat, move, args } of actions) match.act(seat, move, args)
      moves += actions.length
    }
    return moves
  }
}

function clientReplayer({ game, seats }: Contest) {
  return (matches: readonly Recording[]): number => {
    const { seed, actions } = matches[0]
    const client = Client({ game: { ...game, seed } as Game, numPlayers: seats, debug: false })
    for (const { seat, move, args } of actions)
      client.store.dispatch({ type: 'MAKE_MOVE', payload: { type: move, args: [...args], playerID: seat } } as never)
    return actions.length
  }
}

function recordCells(game: Game, cells: number): Recording[] {
  return Array.from({ length: MATCHES }, (_, i) =>
    record(game, 2, `cells-${i}`, (match, rng) => {
      const free = Array.from({ length: cells }, (_x, at) => at).filter((at) => match.G.cells[at] === null)
      return { seat: match.ctx.currentPlayer, move: 'mark', args: [free[rng.integer(free.length)]] }
    }),
  )
}

function recordTalk(): Recording[] {
  return Array.from({ length: MATCHES }, (_, i) =>
    record(nego, 4, `talk-${i}`, (match, rng) => {
      const seats = Object.keys(match.ctx.activePlayers ?? { [match.ctx.currentPlayer]: null })
      const moves = [
        { move: 'propose', args: [rng.integer(4)] },
        { move: 'accept', args: [String(rng.integer(4))] },
        { move: 'pass', args: [] },
      ]
      return { seat: seats[rng.integer(seats.length)], ...moves[rng.integer(3)] }
    }),
  )
}

function recordEnv(env: Env): Recording[] {
  const pairings = Array.from({ length: MATCHES }, (_, i) => ({
    seed: `env-${i}`,
    agents: new Array(env.seats).fill(random),
  }))
  return play(createWorld(env), pairings).map(({ seed, actions }) => ({
    seed,
    actions: Array.from({ length: actions.length / 2 }, (_, i) => ({
      seat: String(actions[2 * i]),
      move: env.actions[actions[2 * i + 1]].move,
      args: env.actions[actions[2 * i + 1]].args,
    })),
  }))
}

type Choice = (match: Match, rng: ReturnType<typeof createRng>) => Recording['actions'][number]

function record(game: Game, seats: number, seed: string, choose: Choice): Recording {
  const match = createStepper(game).start({ seed, numPlayers: seats })
  const rng = createRng(seed)
  const actions: Recording['actions'][number][] = []
  for (let tries = 0; tries < 2000 && match.ctx.gameover === undefined; tries++) {
    const action = choose(match, rng)
    if (match.act(action.seat, action.move, action.args)) actions.push(action)
  }
  return { seed, actions }
}

/** boardgame.io's own Simulate with two random bots, choosing moves included; null where it plays the wrong seat. */
async function simulateRate({ game, seats, enumerate }: Contest, slice: number): Promise<number | null> {
  if (!enumerate) return null
  const start = now()
  let moves = 0
  for (let i = 0; now() - start < slice; i++) {
    const seeded = { ...game, seed: `simulate-${i}`, ai: { enumerate } } as Game
    const client = Client({ game: seeded, numPlayers: seats, debug: false })
    const bot = () => new RandomBot({ enumerate: enumerate as never, seed: `${i}` })
    const bots = Object.fromEntries(Array.from({ length: seats }, (_, s) => [String(s), bot()]))
    const { state } = await Simulate({
      game: seeded,
      bots: bots as never,
      state: client.store.getState(),
      depth: 10_000,
    })
    moves += state._stateID
  }
  return moves / (now() - start)
}
