import type { Game } from 'boardgame.io'
import { openAffordances } from '../../../envs/affordances.ts'
import type { Env } from '../../../envs/define.ts'
import { createRng } from '../../../envs/random.ts'
import type { Engine, Match } from '../../engine/define.ts'
import { createReference } from '../../engine/reference.ts'
import { createStepper } from '../../engine/stepper.ts'
import { type EnvSubject, paramsOf } from './subject.ts'

/** One match that a check plays: an env of its own, with the reserved actions closed or open, and a seed. */
export interface Scene {
  readonly env: Env
  readonly game: Game
  readonly seed: string
  readonly setupData?: unknown
}

export interface Staging {
  readonly params?: Readonly<Record<string, unknown>>
  readonly seed: string
  readonly open?: boolean
  readonly setupData?: unknown
}

export function stage({ plugin }: EnvSubject, { params, seed, open, setupData }: Staging): Scene {
  const env = plugin(params)
  const game = open ? openAffordances(env, { report: true, abstain: true })(env.game) : env.game
  return { env, game, seed, setupData }
}

/** Matches at the default params, reserved actions closed and (train envs) open. */
export function* usual(subject: EnvSubject, matches: number): Generator<Scene> {
  for (const open of subject.plugin.spec.kind === 'train' ? [false, true] : [false])
    for (let i = 0; i < matches; i++) yield stage(subject, { seed: createRng('check').fork(i).seed, open })
}

/** `usual`, and a match at each end of each param's range. */
export function* scenes(subject: EnvSubject, matches: number): Generator<Scene> {
  yield* usual(subject, matches)
  const open = subject.plugin.spec.kind === 'train'
  for (const params of paramsOf(subject.plugin).slice(1)) yield stage(subject, { params, seed: 'check ends', open })
}

/** A match of each item of an eval env; otherwise `scenes`. */
export function* situations(subject: EnvSubject, matches: number): Generator<Scene> {
  const { items = 0 } = subject.plugin.spec
  if (items === 0) yield* scenes(subject, matches)
  for (let item = 0; item < items; item++)
    yield stage(subject, { seed: createRng('item').fork(item).seed, setupData: { item } })
}

export type Mode = Engine['mode']

export function begin({ env, game, seed, setupData }: Scene, mode: Mode = 'trusted'): Match {
  const engine = mode === 'reference' ? createReference(game) : createStepper(game, { mode })
  return engine.start({ seed, numPlayers: env.seats, setupData })
}

/** Where a failure was seen, for its message. */
export const where = ({ env, seed, setupData }: Scene): string =>
  `params ${JSON.stringify(env.params)}, seed ${seed}${setupData ? `, ${JSON.stringify(setupData)}` : ''}`
