import { ENVS } from '../../envs/catalog.ts'
import type { Env } from '../../envs/define.ts'
import { refuse } from '../refusal/errors.ts'
import { suggestion } from '../refusal/nearest.ts'

/** Eval envs that a flag names, at their default params: ids separated by commas, or `all`. @throws Refusal */
export function evalsNamed(flag: string, ids: string): Env[] {
  const shipped = ENVS.filter(({ spec }) => spec.kind === 'eval')
  if (ids === 'all') return shipped.map((plugin) => plugin())
  const known = shipped.map(({ spec }) => spec.id)
  return [...new Set(ids.split(','))].map((id) => {
    const plugin = shipped.find(({ spec }) => spec.id === id)
    return plugin ? plugin() : refuse(`${flag} ${ids}`, 'ids of eval envs, or all', id, suggestion(id, known))
  })
}
