import type { Env, Seen } from '../../../envs/define.ts'
import { createRng } from '../../../envs/random.ts'
import type { Match } from '../../engine/define.ts'
import { begin, type Scene } from './scene.ts'

/** A decision about to be taken. */
export interface Moment {
  readonly scene: Scene
  readonly env: Env
  /** Live: stands where the decision is taken until the next moment is asked for. */
  readonly match: Match
  readonly seat: number
  readonly seen: Seen<any>
  readonly mask: Uint8Array
  readonly action: number
}

/** Decisions after which a walk stops looking, however long the match. */
const FAR = 120

/**
 * Plays a match at random, seat by seat. A match that goes wrong (no legal action, a legal one refused, an error) just
 * stops here: the checks of the rules say so, and the others judge what was played.
 */
export function* moments(scene: Scene, match: Match = begin(scene), limit = FAR): Generator<Moment> {
  const { env } = scene
  const rng = createRng(`${scene.seed}/walk`)
  for (let i = 0; i < Math.min(env.bound, limit) && match.ctx.gameover === undefined; i++) {
    const seats = seatsOf(env, match)
    if (seats.length === 0) return
    const seat = seats[rng.integer(seats.length)]
    const seen = seenBy(match, seat)
    const mask = maskOf(env, seen)
    if (!mask.includes(1)) return
    const action = rng.weighted(mask)
    yield { scene, env, match, seat, seen, mask, action }
    if (tryAction(match, env, seat, action) !== true) return
  }
}

/** Seats that may decide now, in order. */
export function seatsOf({ seats }: Env, { ctx }: Match): number[] {
  if (ctx.gameover !== undefined) return []
  return Array.from({ length: seats }, (_, seat) => seat).filter((seat) =>
    ctx.activePlayers ? Object.hasOwn(ctx.activePlayers, String(seat)) : ctx.currentPlayer === String(seat),
  )
}

export function seenBy(match: Match, seat: number, G: unknown = match.view(String(seat))): Seen<any> {
  const { phase, activePlayers, turn } = match.ctx
  return { G, seat, phase: phase ?? null, stage: activePlayers?.[seat] ?? null, turn }
}

export function maskOf(env: Env, seen: Seen<any>): Uint8Array {
  const mask = new Uint8Array(env.actions.length)
  env.legal(seen, mask)
  return mask
}

export const legalOf = (mask: Uint8Array): number[] => [...mask.keys()].filter((action) => mask[action] === 1)

export function act(match: Match, env: Env, seat: number, action: number): boolean {
  const { move, args } = env.actions[action]
  return match.act(String(seat), move, args)
}

/** `act`, with an error as a value. */
export function tryAction(match: Match, env: Env, seat: number, action: number): boolean | Error {
  return attempt(() => act(match, env, seat, action))
}

export function attempt<T>(run: () => T): T | Error {
  try {
    return run()
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error))
  }
}
