import type { Game } from 'boardgame.io'
import type { Board } from '../../../envs/board.ts'
import type { Env, EnvPlugin } from '../../../envs/define.ts'
import { Fault } from '../../../envs/fault.ts'
import type { InterventionPlugin } from '../../../interventions/define.ts'
import type { Head } from '../data.ts'
import { exportedPlugins } from '../exported.ts'
import { gameOf } from '../transforms.ts'

/** Plugins of the run as the bundle holds them: whole modules, and the board that lay beside each. */
export interface Modules {
  readonly envs: Readonly<Record<string, Bundled>>
  readonly interventions: Readonly<Record<string, Bundled>>
}
interface Bundled {
  readonly module: Readonly<Record<string, unknown>>
  readonly board: Board | null
}

function pluginIn<T>({ module }: Bundled, id: string, key: string): T {
  const found = exportedPlugins(module).find(({ spec }) => spec.id === id && key in spec)
  if (!found) throw new Fault('METTLE_FILE', `expected a module that exports ${id}, got ${Object.keys(module)}`)
  return found as T
}

export interface World {
  readonly env: Env
  readonly game: Game
  readonly board: Board | null
}

/** The env of some matches with the game they were played by. @throws Error where the page was made without it */
export function worldOf({ envs, interventions }: Modules, head: Pick<Head, 'env' | 'params' | 'transforms'>): World {
  if (!Object.hasOwn(envs, head.env)) throw new Fault('METTLE_FILE', `expected an env of this run, got ${head.env}`)
  const env = pluginIn<EnvPlugin<any, any>>(envs[head.env], head.env, 'observe')(head.params)
  const made = head.transforms.map(({ id, params }) =>
    pluginIn<InterventionPlugin<any>>(interventions[id], id, 'touches')(params),
  )
  return { env, game: gameOf(env, made), board: envs[head.env].board }
}
