import { isTree } from '../refusal/issues.ts'
import type { Arm } from './arm.ts'
import { parseSettings, type Settings } from './settings.ts'

/** What only the study as a whole may set. */
export const SHARED = ['seed', 'foundations', 'traits', 'env', 'measure'] as const

/** Settings of a trial that its foundation knows nothing of. */
const TRIAL_ONLY = new Set(['compete'])

/** The settings of a study with those of an arm over them; zod says what does not fit. */
export const mergedSettings = (settings: Settings, arm: Pick<Arm, 'settings'>) =>
  parseSettings(merged(settings, arm.settings ?? {}))

/** The study as one arm sees it. @param name null for what all arms share */
export function studyOf<S extends { readonly settings: Settings; readonly arms: Readonly<Record<string, Arm>> }>(
  study: S,
  name: string | null,
): S {
  const arm = name === null ? undefined : study.arms[name]
  if (!arm?.settings) return study
  const { data, error } = mergedSettings(study.settings, arm)
  if (error) throw error
  return { ...study, settings: data }
}

/** What an arm sets that its foundation is made by; the panel's size is part of one. */
export function foundationSettings({ settings = {} }: Pick<Arm, 'settings'>): Record<string, unknown> {
  const { compete, ...rest } = settings
  const made = Object.fromEntries(Object.entries(rest).filter(([key]) => !TRIAL_ONLY.has(key)))
  return compete?.writers === undefined ? made : { ...made, panel: compete.writers }
}

function merged(base: unknown, over: unknown): unknown {
  if (!isTree(base) || !isTree(over)) return over
  const keys = [...new Set([...Object.keys(base), ...Object.keys(over)])]
  return Object.fromEntries(
    keys.map((key) => [key, Object.hasOwn(over, key) ? merged(base[key], over[key]) : base[key]]),
  )
}
