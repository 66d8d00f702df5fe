import { TOKENS } from '../../../agents/narration.ts'
import type { Appraisal } from '../../../envs/define.ts'
import type { Act, MatchData } from '../data.ts'

const shown = (appraisal: Appraisal): string =>
  Object.entries(appraisal)
    .filter(([, value]) => value !== 0)
    .map(([name, value]) => `${name} ${(value as number).toFixed(2)}`)
    .join(', ')

const short = (values: readonly number[]): string => values.map((x) => x.toFixed(2)).join(' ')

type Background = Pick<MatchData, 'cue' | 'm' | 'stated' | 'weight'>

/** What the Debug panel's log shows of an act, beside the move itself. @param match what held throughout it */
export function factsIn(act: Act, match: Background): Readonly<Record<string, unknown>> {
  const { label, appraisal, clean, record, action } = act
  return {
    act: label,
    appraisal: shown(appraisal) || 'nothing',
    ...(clean && clean.action !== action && { clean: `${clean.label} (${shown(clean.appraisal) || 'nothing'})` }),
    ...(record && behind(act, record, match)),
  }
}

/** What the agent was when it decided; a fact that was not recorded is left out. */
function behind(
  { legal }: Act,
  { policy, value, narration, represented, moved }: NonNullable<Act['record']>,
  { cue, m, stated, weight }: Background,
): Readonly<Record<string, unknown>> {
  const labelOf = (action: number) => legal.find((each) => each.action === action)?.label ?? String(action)
  return {
    policy: policy.map(([action, p]) => `${labelOf(action)} ${p.toFixed(3)}`).join(', '),
    value,
    narration: narration && TOKENS[narration.token].sentence,
    cue,
    m: m && short(m),
    stated: stated && short(stated),
    represented: short(represented),
    moved,
    ...(weight === 0 && { episode: 'dropped' }),
  }
}
