import type { Pool } from '../../agents/draws.ts'
import type { Layout } from '../../agents/layout.ts'
import { loadingsIn } from '../../agents/trait-set.ts'
import type { Population } from '../../agents/traits.ts'
import type { Env, EnvPlugin } from '../../envs/define.ts'
import type { Rng } from '../../envs/random.ts'
import type { Battery } from '../measure/battery.ts'
import { itemsOf, type Situation } from '../measure/items.ts'
import { evalEnvs, trainEnvs } from '../study/envs.ts'
import type { Study } from '../study/study.ts'
import { decisionsOf, pool } from './situations.ts'

/**
 * The train envs' share of the imitation batch, evenly; the eval envs share the rest so that every trait is elicited.
 */
const TRAIN_SHARE = 0.3

/**
 * What a foundation imitates: decisions of its writers at play in every train env, and the items of the eval envs. The
 * same from the same rng.
 */
export function poolsOf(study: Study, battery: Battery, population: Population, rng: Rng): Pool[] {
  const { layout } = battery
  const trains = trainEnvs(study).map((each, i) => {
    const env = each.plugin(each.params)
    return { env, situations: situationsIn(study, layout, each, population, i === 0 ? rng : rng.fork(env.id)) }
  })
  return [
    ...trains.map(({ env, situations }) => pool(layout, env, TRAIN_SHARE / trains.length, situations)),
    ...evalEnvs(study).map((each) =>
      pool(layout, each, (1 - TRAIN_SHARE) * shareOf(battery, each), itemsOf(layout, each)),
    ),
  ]
}

/** Decisions of writers at play in a train env, or the items of an eval env. */
export function situationsIn(
  { settings }: Study,
  layout: Layout,
  { plugin, params }: { readonly plugin: EnvPlugin<any, any>; readonly params: Readonly<Record<string, unknown>> },
  population: Population,
  rng: Rng,
): Situation[] {
  const env = plugin(params)
  if (plugin.spec.kind === 'eval') return itemsOf(layout, env)
  const rigged = 'rigged' in env.params ? plugin({ ...params, rigged: 1 }) : env
  return decisionsOf(layout, env, rigged, { ...settings.corpus, population, loadings: loadingsIn(settings) }, rng)
}

const shareOf = ({ sources, weights }: Battery, env: Env): number =>
  sources.reduce((sum, source, d) => sum + (source.env.id === env.id ? weights[d] : 0), 0)
