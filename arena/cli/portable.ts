import { ENVS } from '../../envs/catalog.ts'
import { staysHere } from '../entrants/portable.ts'
import { references } from '../entrants/reference.ts'
import { refuse } from '../refusal/errors.ts'

/** @throws Refusal of agents that workers on other machines do not have */
export function requirePortable(flag: string, agents: readonly string[]): void {
  for (const reference of references(flag, agents)) {
    const why = staysHere(reference)
    if (why)
      refuse(
        `${flag} ${reference.text}`,
        'with --queue agents that come with Mettle: bots, writers and search',
        why,
        'Leave --queue out',
      )
  }
}

/** @throws Refusal */
export function requireShippedEnvs(refs: readonly string[]): void {
  const strange = refs.find((ref) => !ENVS.some(({ spec }) => spec.id === ref))
  if (strange !== undefined) refuse(strange, 'with --queue an env that comes with Mettle', 'a file of this machine')
}
