import type { Verdict } from '../check/define.ts'
import { check, resolvePlugin } from '../check/resolve.ts'
import { refuse } from '../refusal/errors.ts'
import { print, printJson } from './print.ts'

/** The action of `mettle check`. */
export async function checkPlugin(ref: string, flags: { update?: boolean; json?: boolean }): Promise<void> {
  const plugin = await resolvePlugin(ref)
  if (flags.update && plugin.kind !== 'env')
    refuse('--update', 'an env, which has a playthrough', `the ${plugin.kind} ${ref}`)
  const checks = await check(plugin, flags.update)
  if (flags.json) printJson({ subject: ref, checks })
  else print(checks.map(line).join('\n'))
  if (checks.some(({ ok }) => ok !== true)) process.exitCode = 1
}

const line = ({ name, ok, message }: Verdict): string =>
  `${ok ? '✓' : ok === null ? '–' : '✗'} ${name}${message ? `: ${message}` : ''}`
