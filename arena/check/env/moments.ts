import type { Env, Seen } from '../../../envs/define.ts'
import { Fault } from '../../../envs/fault.ts'
import { createRng } from '../../../envs/random.ts'
import type { Match } from '../../engine/define.ts'
import { act, deciding, legalMask, seenBy } from '../../play/seats.ts'
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
    const seats = deciding(env, match)
    if (seats.length === 0) return
    const seat = seats[rng.integer(seats.length)]
    const seen = seenBy(match, seat)
    const mask = legalMask(env, seen)
    if (!mask.includes(1)) return
    const action = rng.weighted(mask)
    yield { scene, env, match, seat, seen, mask, action }
    if (tryAction(match, env, seat, action) !== true) return
  }
}

/** `act`, with an error as a value. */
export function tryAction(match: Match, env: Env, seat: number, action: number): boolean | Error {
  return attempt(() => act(env, match, seat, action))
}

export function attempt<T>(run: () => T): T | Error {
  try {
    return run()
  } catch (error) {
    return error instanceof Error ? error : new Fault('METTLE_CHECK', String(error))
  }
}
