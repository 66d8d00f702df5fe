import type { Game } from 'boardgame.io'
import { random } from '../../agents/bots/random.ts'
import type { Env } from '../../envs/define.ts'
import { createRng } from '../../envs/random.ts'
import type { Match } from '../engine/define.ts'
import { createStepper } from '../engine/stepper.ts'
import { play } from '../play/rollout.ts'
import { createWorld } from '../play/world.ts'
import type { Contest } from './contender.ts'
import { grid, nego, ticTacToe } from './games.ts'
import { bigMap, map, type World } from './maps.ts'
import type { Recording } from './replay.ts'

const MATCHES = 40

/** The bench games and one env, each with matches of random legal moves. */
export function contestsWith(env: Env): Contest[] {
  return [
    { game: 'tic-tac-toe', params: {}, seats: 2, matches: recordCells(ticTacToe, 9), cells: true },
    { game: 'grid', params: {}, seats: 2, matches: recordCells(grid, 30), cells: true },
    { game: 'nego', params: {}, seats: 4, matches: recordTalk(), cells: false },
    { game: 'map', params: {}, seats: 2, matches: recordMap(map), cells: false },
    { game: 'big-map', params: {}, seats: 2, matches: recordMap(bigMap), cells: false },
    { game: env.id, params: env.params, seats: env.seats, matches: recordEnv(env), cells: false },
  ]
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

const MAPS = 4
const PLACED = 150

/** The first moves only: the reducer takes longest here. */
function recordMap(game: Game<World>): Recording[] {
  return Array.from({ length: MAPS }, (_, i) => {
    const recorded = record(game, 2, `map-${i}`, (match, rng) => ({
      seat: match.ctx.currentPlayer,
      move: 'place',
      args: [rng.integer(match.G.tiles.length)],
    }))
    return { ...recorded, actions: recorded.actions.slice(0, PLACED) }
  })
}

function recordEnv(env: Env): Recording[] {
  const pairings = Array.from({ length: MATCHES }, (_, i) => ({
    seed: createRng('env').fork(i).seed,
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
