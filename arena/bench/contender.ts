/**
 * One way of playing moves, to be timed against the others. Each contender is loaded with code of its own (see
 * `isolate.ts`), so this module is the entry of a bundle.
 */
import type { Game } from 'boardgame.io'
import { RandomBot, Simulate } from '#bgio/ai'
import { Client } from '#bgio/client'
import { ENVS } from '../../envs/catalog.ts'
import { createRng } from '../../envs/random.ts'
import type { Engine } from '../engine/define.ts'
import { createReference } from '../engine/reference.ts'
import { createStepper } from '../engine/stepper.ts'
import { grid, nego, ticTacToe } from './games.ts'
import { bigMap, map } from './maps.ts'
import { type Recorded, replay } from './replay.ts'

export const CONTENDERS = ['trusted', 'exact', 'reference', 'client', 'simulate'] as const
export type ContenderName = (typeof CONTENDERS)[number]

export interface Contest extends Recorded {
  /** Id of a bench game or an env. */
  readonly game: string
  readonly params: Readonly<Record<string, unknown>>
  /** Simulate can play it: the current player marks a free cell. */
  readonly cells: boolean
}

/** Plays the recorded matches once; how many moves that were, or null where it cannot play the game right. */
export type Contender = (contest: Contest) => number | null | Promise<number | null>

const GAMES: Readonly<Record<string, Game<any>>> = { 'tic-tac-toe': ticTacToe, grid, nego, map, 'big-map': bigMap }

function gameOf({ game, params }: Contest): Game<any> {
  const env = ENVS.find(({ spec }) => spec.id === game)
  return GAMES[game] ?? env!(params).game
}

/** @public Called by name from `isolate.ts`. */
export function createContender(name: ContenderName): Contender {
  if (name === 'client') return playClient
  if (name === 'simulate') return simulate
  const engines = new Map<string, Engine>()
  return (contest) => {
    const engine = engines.get(contest.game) ?? engineOf(name, gameOf(contest))
    engines.set(contest.game, engine)
    return replay(engine, contest)
  }
}

const engineOf = (name: 'trusted' | 'exact' | 'reference', game: Game): Engine =>
  name === 'reference' ? createReference(game) : createStepper(game, { mode: name })

function playClient(contest: Contest): number {
  const [{ seed, actions }] = contest.matches
  const game = { ...gameOf(contest), seed } as Game
  const client = Client({ game, numPlayers: contest.seats, debug: false })
  for (const { seat, move, args } of actions)
    client.store.dispatch({ type: 'MAKE_MOVE', payload: { type: move, args: [...args], playerID: seat } } as never)
  return actions.length
}

let simulated = 0

/** boardgame.io's own Simulate with random bots, choosing moves included. */
async function simulate(contest: Contest): Promise<number | null> {
  if (!contest.cells) return null
  const enumerate = (G: { cells: unknown[] }) =>
    G.cells.flatMap((cell, at) => (cell === null ? [{ move: 'mark', args: [at] }] : []))
  const streams = createRng('simulate').fork(simulated++)
  const { seed } = streams
  const game = { ...gameOf(contest), seed, ai: { enumerate } } as Game
  const client = Client({ game, numPlayers: contest.seats, debug: false })
  const bot = (s: number) => [String(s), new RandomBot({ enumerate: enumerate as never, seed: streams.fork(s).seed })]
  const bots = Object.fromEntries(Array.from({ length: contest.seats }, (_, s) => bot(s)))
  const { state } = await Simulate({ game, bots, state: client.store.getState(), depth: 10_000 })
  return state._stateID
}
