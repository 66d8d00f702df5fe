import type { Env, Guess, Seen } from '../../envs/define.ts'
import { ArgumentFault } from '../../envs/fault.ts'
import type { Rng } from '../../envs/random.ts'
import type { Engine, Match, Snapshot } from '../engine/define.ts'
import { createStepper } from '../engine/stepper.ts'
import { decides, seenBy } from '../play/seats.ts'

/** Plays an env on from positions that a seat holds possible. It is given what the seat sees and nothing else. */
export interface Simulator {
  /** A match in a position that fits what the seat sees. The next call takes the same match. */
  from(seen: Seen<unknown>, rng: Rng): Match
  /** What a seat of that match sees, or null if it does not decide now. */
  seenBy(match: Match, seat: number): Seen<unknown> | null
}

export function createSimulator(env: Env): Simulator {
  const guess = guesser(env)
  const engine: Engine = createStepper(env.game, { mode: 'trusted' })
  const match = engine.start({ seed: 'search', numPlayers: env.seats })
  const fresh = match.snapshot()
  return {
    from(seen, rng) {
      const { G, activePlayers } = guess(seen, rng)
      const seed = String(rng.integer(0x4000_0000))
      match.restore(snapshotAt(fresh, seen, G, seed))
      const { currentPlayer } = match.ctx
      if (activePlayers && !match.event(currentPlayer, 'setActivePlayers', [activePlayers]))
        throw new ArgumentFault(
          `Expected a guess of ${env.id} to name active players, got ${JSON.stringify(activePlayers)}`,
        )
      return match
    },
    seenBy: (at, seat) => (decides(at, seat) ? seenBy(at, seat) : null),
  }
}

/**
 * A seat that is asked outside of stages is the current player; within them it is taken to be whose turn it would be.
 */
function snapshotAt(fresh: Snapshot<unknown>, seen: Seen<unknown>, G: unknown, seed: string): Snapshot<unknown> {
  const { playOrder } = fresh.ctx
  const pos = seen.stage === null ? playOrder.indexOf(String(seen.seat)) : (seen.turn - 1) % playOrder.length
  const where = { turn: seen.turn, phase: seen.phase as string, currentPlayer: playOrder[pos], playOrderPos: pos }
  return { G, ctx: { ...fresh.ctx, ...where, activePlayers: null }, random: { seed }, stateID: 0 }
}

/** @throws Error for an env that hides something and offers no `determinise`. */
function guesser(env: Env): (seen: Seen<unknown>, rng: Rng) => Guess<unknown> {
  if (env.determinise) return env.determinise
  if (env.game.playerView !== undefined)
    throw new ArgumentFault(
      `Expected env ${env.id} to offer 'determinise', since its playerView hides something from search`,
    )
  return ({ G, stage }) => ({ G, activePlayers: stage === null ? null : (env.game.turn?.activePlayers ?? null) })
}
