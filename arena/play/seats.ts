import type { Env, Seen } from '../../envs/define.ts'
import type { Match } from '../engine/define.ts'

/** Seats as boardgame.io names them; made once, because every decision asks for one. */
const NAMES = Array.from({ length: 64 }, (_, seat) => String(seat))
export const nameOf = (seat: number): string => NAMES[seat]

/** The stage that a seat decides in now: null outside of stages, undefined where the seat does not decide. */
export function stageOf({ ctx }: Pick<Match, 'ctx'>, seat: number): string | null | undefined {
  if (ctx.gameover !== undefined) return undefined
  return ctx.activePlayers ? ctx.activePlayers[seat] : ctx.currentPlayer === NAMES[seat] ? null : undefined
}

/** Whether a seat decides now. */
export const decides = (match: Pick<Match, 'ctx'>, seat: number): boolean => stageOf(match, seat) !== undefined

/** Seats that decide now, in order. */
export const deciding = ({ seats }: Pick<Env, 'seats'>, match: Pick<Match, 'ctx'>): number[] =>
  NAMES.slice(0, seats).flatMap((_, seat) => (decides(match, seat) ? [seat] : []))

/** All that a seat may know, whether it decides now or not. A live view: read it before the match goes on. */
export function seenBy(match: Match, seat: number, stage = stageOf(match, seat) ?? null): Seen<any> {
  const { ctx } = match
  return { G: match.view(NAMES[seat]), seat, phase: ctx.phase ?? null, stage, turn: ctx.turn }
}

/**
 * 1 for every action of the env's table that is legal for the seat, else 0.
 * @param into is overwritten, where it is given
 */
export function legalMask(env: Env, seen: Seen<any>, into?: Uint8Array): Uint8Array {
  const mask = into?.fill(0) ?? new Uint8Array(env.actions.length)
  env.legal(seen, mask)
  return mask
}

/** Indices of the legal actions. */
export const legalActions = (mask: Uint8Array): number[] => [...mask.keys()].filter((action) => mask[action] === 1)

/** Takes an action of the env's table. @returns whether the rules accept it */
export function act(env: Env, match: Match, seat: number, action: number): boolean {
  const { move, args } = env.actions[action]
  return match.act(NAMES[seat], move, args)
}
