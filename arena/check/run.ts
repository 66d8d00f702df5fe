import { messageOf } from '../refusal/errors.ts'
import type { Check, Verdict } from './define.ts'

/** Runs the checks in order; what a check throws is its message, on one line. */
export async function runChecks<S>(checks: readonly Check<S>[], subject: S): Promise<Verdict[]> {
  const verdicts: Verdict[] = []
  for (const check of checks) verdicts.push(await judge(check, subject, verdicts))
  return verdicts
}

/** The verdict on one check, given those on the checks before it. */
export async function judge<S>(check: Check<S>, subject: S, before: readonly Verdict[]): Promise<Verdict> {
  const { name, needs = [] } = check
  const missing = before.find((verdict) => needs.includes(verdict.name) && verdict.ok !== true)
  if (missing) return { name, ok: null, message: `not run: it needs ${missing.name} to hold` }
  try {
    const remark = await check.run(subject)
    return { name, ok: true, ...(typeof remark === 'string' ? { message: remark } : {}) }
  } catch (error) {
    return { name, ok: false, message: messageOf(error).replaceAll(/\s*\n\s*/g, ' ') }
  }
}
