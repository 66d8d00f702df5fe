import type { Pool } from '../agents/imitate.ts'
import type { Population } from '../agents/traits.ts'
import type { Env } from '../envs/define.ts'
import type { Rng } from '../envs/random.ts'
import { decisionsOf, itemsOf, pool } from './corpus.ts'
import type { Battery } from './measure/battery.ts'
import { evalEnvs, type Study, trainEnvs } from './study.ts'

/** The train envs' share of the imitation batch, evenly; the eval envs share the rest so that every trait is elicited. */
const TRAIN_SHARE = 0.3

/** What a foundation imitates: decisions of its writers at play in every train env, and the items of the eval envs. The same from the same rng. */
export function poolsOf(study: Study, battery: Battery, population: Population, rng: Rng): Pool[] {
  const { layout } = battery
  const trains = trainEnvs(study).map(({ plugin, params }, i) => {
    const env = plugin(params)
    const rigged = 'rigged' in env.params ? plugin({ ...params, rigged: 1 }) : env
    const source = i === 0 ? rng : rng.fork(env.id)
    return { env, decisions: decisionsOf(layout, env, rigged, { ...study.settings.corpus, population }, source) }
  })
  return [
    ...trains.map(({ env, decisions }) => pool(layout, env, TRAIN_SHARE / trains.length, decisions)),
    ...evalEnvs(study).map((each) =>
      pool(layout, each, (1 - TRAIN_SHARE) * shareOf(battery, each), itemsOf(layout, each)),
    ),
  ]
}

const shareOf = ({ sources, weights }: Battery, env: Env): number =>
  sources.reduce((sum, source, d) => sum + (source.env.id === env.id ? weights[d] : 0), 0)
