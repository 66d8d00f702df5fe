import type { Game } from 'boardgame.io'
import { openAffordances } from '../../envs/affordances.ts'
import type { Env } from '../../envs/define.ts'
import { createStepper } from '../engine/stepper.ts'
import type { World } from './lockstep.ts'

/** The env on the fast stepper, its game changed by the arm's transforms. */
export function createWorld(
  env: Env,
  transform: (game: Game) => Game = (game) => game,
): World & { readonly game: Game } {
  const game = transform(env.game)
  return { env, game, engine: createStepper(game, { mode: 'trusted' }) }
}

/** With `report` and `abstain` open, as the imitation corpus has them in rigged matches. */
export const openWorld = (env: Env): World => createWorld(env, openAffordances(env, { report: true, abstain: true }))
