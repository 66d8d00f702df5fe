import type { Game } from 'boardgame.io'
import { NEVER } from 'rxjs'
import type { Env } from '../../envs/define.ts'
import { createRng } from '../../envs/random.ts'
import type { Intervention } from '../../interventions/define.ts'

/** The env's game as these interventions change it, in list order; here as in the page, and without a trial around them. */
export const gameOf = (env: Env, interventions: readonly Intervention[]): Game =>
  interventions.reduce<Game>((game, each) => {
    const { game: change } = each.setup({
      events$: NEVER,
      rng: createRng(each.id),
      env,
      vectors: null,
      updates: 0,
      measure: () => {},
    })
    return change ? change(game) : game
  }, env.game)
