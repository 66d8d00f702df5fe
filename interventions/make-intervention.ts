import type { z } from 'zod'
import type { Env } from '../envs/define.ts'
import { requireMembers } from '../envs/members.ts'
import { paramsOf } from '../envs/params.ts'
import type { Intervention, InterventionPlugin, InterventionSpec, Touch, Twinned } from './define.ts'

/** Nothing where `setup` returns the declared hooks alone; else a type that no spec has. */
type Only<T, K extends Touch> = T extends { setup(context: never): infer R }
  ? [Exclude<keyof R, K | 'dispose'>] extends [never]
    ? unknown
    : { readonly setup: { readonly 'a hook that touches does not name': Exclude<keyof R, K | 'dispose'> } }
  : unknown

/** What a spec makes: with a twin, where it names one. */
type Made<T> = T extends { readonly twin: object } ? Twinned : Intervention

/**
 * Defines an intervention plugin.
 * @throws ArgumentFault naming the members that are missing; ZodError from the returned factory when params do not fit the schema.
 */
export function defineIntervention<S extends z.ZodType, const K extends Touch, T>(
  spec: T & InterventionSpec<S, K> & Only<T, K>,
): InterventionPlugin<S, Made<T>> {
  requireMembers('intervention', spec, {
    ...{ id: 'string', version: 'number', summary: 'string', params: 'object', identity: 'object' },
    ...{
      regimes: typeof spec.regimes === 'function' ? 'function' : 'array',
      touches: 'array',
      activeIn: 'array',
      setup: 'function',
    },
  })
  const create = (input?: z.input<S>): Intervention => {
    const params = paramsOf(spec.params, input, { kind: 'intervention', id: spec.id })
    const { id, version, regimes, needs = [], conflicts = {}, refuses, reads, touches, activeIn, twin, identity } = spec
    const none = spec.params.parse({ ...(params as object), ...(identity as object) })
    const changed = (by: object) => create({ ...(params as object), ...by } as z.input<S>)
    return {
      id,
      version,
      params: params as Record<string, unknown>,
      idle: JSON.stringify(params) === JSON.stringify(none),
      regimes: typeof regimes === 'function' ? regimes(params) : regimes,
      needs,
      conflicts,
      ...(reads && { reads: reads(params) }),
      ...(refuses && { refuses: (env: Env) => refuses(env, params) }),
      touches,
      activeIn,
      setup: (context) => spec.setup({ ...context, params }),
      with: changed,
      ...(twin && { twin: () => changed(twin as object) }),
    }
  }
  return Object.assign(create as (input?: z.input<S>) => Made<T>, {
    spec: spec as unknown as InterventionSpec<S, Touch>,
  })
}
