import { independent, samplePersona } from '../../agents/traits.ts'
import type { Aftermath, Env } from '../../envs/define.ts'
import type { Rng } from '../../envs/random.ts'
import { meanOf, sdOf } from '../statistics/linear.ts'
import { type Battery, writerPolicies } from './battery.ts'
import type { Policy } from './inverse-fit.ts'
import { seenOf } from './items.ts'

/**
 * What a same-domain scenario scores (VALIDITY §7.5), each 0 … 1: more of the first two is worse, more of the last is
 * better.
 */
export const OUTCOMES = ['escalation', 'collateral', 'stability'] as const satisfies (keyof Aftermath)[]

/** One score of each scenario, by env; empty where a study has none. */
export type Aftermaths = Readonly<Record<string, Aftermath>>

/**
 * What a study's scenarios score before RL, and the SD of each score over independent-trait writers: the unit of
 * changes.
 */
export interface Baseline {
  readonly level: Aftermaths
  readonly sd: Aftermaths
}

/** Writers behind the unit. */
const WRITERS = 240

/** The items of a scenario: where they stand in the battery, and what each legal option leaves behind. */
interface Scenario {
  readonly env: string
  readonly items: readonly { readonly d: number; readonly outcomes: readonly Aftermath[] }[]
}

/** Every eval env of the battery that scores its aftermath. */
export function scenariosOf({ sources, dilemmas }: Battery): Scenario[] {
  const envs = [...new Set(sources.map(({ env }) => env))].filter(({ aftermath }) => aftermath)
  return envs.map((env) => {
    const seen = seenOf(env)
    const items = sources.flatMap((source, d) =>
      source.env === env ? [{ d, outcomes: outcomesOf(env, seen[source.item], dilemmas[d].legal) }] : [],
    )
    return { env: env.id, items }
  })
}

const outcomesOf = (env: Env, seen: ReturnType<typeof seenOf>[number], legal: readonly number[]): Aftermath[] =>
  legal.map((action) => env.aftermath?.(seen, env.actions[action]) as Aftermath)

/**
 * Expected scores under exact policies, mean over the items of each scenario, each 0 … 1.
 * @param policies one per item of the battery
 */
export function expected(scenarios: readonly Scenario[], policies: readonly Policy[]): Aftermaths {
  const score = (items: Scenario['items'], name: (typeof OUTCOMES)[number]) =>
    meanOf(items.map(({ d, outcomes }) => outcomes.reduce((sum, each, a) => sum + policies[d][a] * each[name], 0)))
  return byEnv(scenarios, ({ items }, name) => score(items, name))
}

/** Expected scores under the policies, and what counts as an SD. */
export function baselineOf(battery: Battery, policies: readonly Policy[], rng: Rng): Baseline {
  const scenarios = scenariosOf(battery)
  return { level: expected(scenarios, policies), sd: spreadOf(battery, scenarios, rng) }
}

function spreadOf(battery: Battery, scenarios: readonly Scenario[], rng: Rng): Aftermaths {
  if (scenarios.length === 0) return {}
  const everybody = independent(battery.traits.names.length)
  const writers = Array.from({ length: WRITERS }, () => samplePersona(everybody, rng))
  const scores = writers.map((traits) => expected(scenarios, writerPolicies(battery, traits)))
  return byEnv(scenarios, ({ env }, name) => sdOf(scores.map((each) => each[env][name])))
}

const byEnv = (scenarios: readonly Scenario[], of: (scenario: Scenario, name: (typeof OUTCOMES)[number]) => number) =>
  Object.fromEntries(
    scenarios.map((scenario) => [
      scenario.env,
      Object.fromEntries(OUTCOMES.map((name) => [name, of(scenario, name)])) as unknown as Aftermath,
    ]),
  )
