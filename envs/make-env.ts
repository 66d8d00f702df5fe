import type { z } from 'zod'
import { contestOf } from './contest.ts'
import type { Action, Appraisal, Env, EnvPlugin, EnvSpec, Seen } from './define.ts'
import { ENV_MEMBERS, requireMembers } from './members.ts'
import { paramsOf } from './params.ts'
import { appraiseAny, markReserved, RESERVED } from './reserved.ts'

/** Nothing where `appraise` names known appraisals alone; else a type that no spec has. */
type Known<T> = T extends { appraise(...args: never): infer R }
  ? [Exclude<R extends unknown ? keyof R : never, keyof Appraisal>] extends [never]
    ? unknown
    : { readonly appraise: { readonly 'no appraisal': Exclude<R extends unknown ? keyof R : never, keyof Appraisal> } }
  : unknown

/**
 * Defines an env plugin.
 * @throws ArgumentFault naming the members that are missing, or when a train env does not say what kind of contest it is;
 *   ZodError from the returned factory when params do not fit the schema.
 */
export function defineEnv<S extends z.ZodType, G, T>(spec: T & EnvSpec<S, G> & Known<T>): EnvPlugin<S, G> {
  requireMembers('env', spec, ENV_MEMBERS)
  const { id, version, kind, parity, affordances, observe, score, power, determinise, aftermath } = spec
  const contest = contestOf(spec)
  const create = (input?: z.input<S>): Env<G> => {
    const params = paramsOf(spec.params, input, { kind: 'env', id: spec.id })
    const own = spec.actions(params)
    const [report, abstain] = kind === 'train' ? [own.length, own.length + 1] : [-1, -1]
    const legal = (seen: Seen<G>, mask: Uint8Array) => {
      spec.legal(seen, mask)
      markReserved(seen, mask, report, affordances)
    }
    const appraise = (seen: Seen<G>, action: Action) => spec.appraise(seen, action, params)
    const sizes = { observationSize: spec.observationSize(params), bound: spec.bound(params), items: spec.items ?? 0 }
    return {
      ...{
        id,
        version,
        kind,
        contest,
        parity,
        affordances,
        observe,
        score,
        power,
        determinise,
        aftermath,
        legal,
        report,
        abstain,
      },
      params: params as Record<string, unknown>,
      seats: spec.seats(params),
      game: spec.game(params),
      actions: [...own, ...(kind === 'train' ? RESERVED : [])],
      ...sizes,
      powerFree: spec.powerFree ?? false,
      appraise: (seen, action) => appraiseAny(seen, action, own, appraise, affordances),
      describe: (seen) => spec.describe?.(seen) ?? '',
      rephrase: (seen) => (spec.rephrase ?? spec.describe)?.(seen) ?? '',
      rules: spec.rules?.(params) ?? '',
      harmful: (truth) => spec.harmful?.(truth) ?? false,
    }
  }
  return Object.assign(create, { spec })
}
