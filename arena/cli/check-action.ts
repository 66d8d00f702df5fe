import type { Verdict } from '../check/define.ts'
import { check, resolvePlugin } from '../check/resolve.ts'
import { refuse } from '../refusal/errors.ts'
import { pluginsOf } from '../study/env-references.ts'
import { print, printJson } from './print.ts'

export interface CheckFlags {
  readonly update?: boolean
  readonly env?: string
  readonly json?: boolean
}

/** The action of `mettle check`. */
export async function checkPlugin(ref: string, flags: CheckFlags): Promise<void> {
  const plugin = await resolvePlugin(ref)
  if (flags.update && plugin.kind !== 'env')
    refuse('--update', 'an env, which has a playthrough', `the ${plugin.kind} ${ref}`)
  if (flags.env !== undefined && plugin.kind !== 'agent')
    refuse('--env', 'an agent, which is checked at tables', `the ${plugin.kind} ${ref}`)
  const [found] = flags.env === undefined ? [] : await pluginsOf('check', [flags.env])
  const checks = await check(plugin, { update: flags.update, env: found?.plugin() })
  if (flags.json) printJson({ subject: ref, checks })
  else print(checks.map(line).join('\n'))
  if (checks.some(({ ok }) => ok !== true)) process.exitCode = 1
}

const line = ({ name, ok, message }: Verdict): string =>
  `${ok ? '✓' : ok === null ? '–' : '✗'} ${name}${message ? `: ${message}` : ''}`
