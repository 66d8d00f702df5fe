/** Mettle's conformance checks as vitest suites, one `it` a check: what `npx mettle check` runs. */
import { describe, it } from 'vitest'
import type { Check, Verdict } from '../../arena/check/define.ts'
import { ENV_CHECKS } from '../../arena/check/env/checks.ts'
import { judge } from '../../arena/check/run.ts'
import { envSubject } from '../../arena/check/shipped.ts'
import type { EnvPlugin } from '../../envs/define.ts'

export interface KitOptions {
  /** The plugin's own file: lets another process load it, and its folder holds playthrough.txt. */
  readonly file?: string
}

/** `describeEnv(myEnv, { file: fileURLToPath(new URL('../my-env.ts', import.meta.url)) })` */
export function describeEnv(plugin: EnvPlugin<any, any>, { file }: KitOptions = {}): void {
  describe(`env ${plugin.spec.id}`, () => suite(ENV_CHECKS, () => envSubject(plugin, file)))
}

function suite<S>(checks: readonly Check<S>[], subject: () => S | Promise<S>): void {
  const verdicts: Verdict[] = []
  for (const check of checks)
    it(`${check.name}: ${check.claim}`, async ({ skip }) => {
      const verdict = await judge(check, await subject(), verdicts)
      verdicts.push(verdict)
      skip(verdict.ok === null, verdict.message)
      if (!verdict.ok) throw new Error(verdict.message)
    })
}
