import { TOKENS } from '../../../agents/narration.ts'
import type { Appraisal } from '../../../envs/define.ts'
import type { Act } from '../data.ts'

const shown = (appraisal: Appraisal): string =>
  Object.entries(appraisal)
    .filter(([, value]) => value !== 0)
    .map(([name, value]) => `${name} ${(value as number).toFixed(2)}`)
    .join(', ')

/** What the Debug panel's log shows of an act, beside the move itself. */
export function factsIn({ label, appraisal, clean, motive, action }: Act): Readonly<Record<string, unknown>> {
  const p = motive?.policy.find(([a]) => a === action)?.[1]
  return {
    act: label,
    appraisal: shown(appraisal) || 'nothing',
    ...(clean && clean.action !== action && { clean: `${clean.label} (${shown(clean.appraisal) || 'nothing'})` }),
    ...(motive && {
      p,
      ...(motive.value !== undefined && { value: motive.value }),
      represented: motive.represented.map((x) => Math.round(x * 100) / 100),
    }),
    ...(motive?.said && { narration: TOKENS[motive.said.token].sentence }),
    ...(motive?.moved !== undefined && { moved: motive.moved }),
  }
}
