import type { z } from 'zod'
import type { EnvPlugin } from '../../envs/define.ts'
import { ArgumentFault } from '../../envs/fault.ts'
import { requireMembers } from '../../envs/members.ts'
import { firstProblem } from '../refusal/issues.ts'
import type { Arm } from './arm.ts'
import { problemOf, settingsProblem } from './check.ts'
import type { Preregistration } from './preregistration.ts'
import { parseSettings, Settings, settingKeys } from './settings.ts'
import { type Strengths, strengthsProblem } from './strengths.ts'
import { type Sweep, sweepsProblem } from './sweep.ts'
import { authored, withTwins } from './twins.ts'

export type { Arm } from './arm.ts'

/** A preregistered question: reads as the abstract of a paper, resolves to JSON. Plugins in it are values. */
export interface StudySpec {
  /** Name in logs, run folders and on the command line; kebab-case. */
  readonly id: string
  /** One sentence for lists. */
  readonly summary: string
  /** The question that the study answers, in a sentence or two; part of its hash. */
  readonly question: string
  /** The train env that arms compete in, unless an arm names another. */
  readonly env: EnvPlugin<any, any>
  /** Eval envs that traits are read in, at their default params; never trained on by RL. */
  readonly evals: readonly EnvPlugin<any, any>[]
  /**
   * Eval envs held out of imitation and of evidence (VALIDITY §3.3). They enter each finished network by adapter fit
   * alone and are read apart from `evals`; none where left out.
   */
  readonly unseen?: readonly EnvPlugin<any, any>[]
  /** Numbers that differ from the defaults of `Settings`. */
  readonly settings?: z.input<typeof Settings>
  /**
   * Arms by name. `control` always exists and competes in the study's own env. The study adds the sign-reversed twin of
   * each arm that is judged: `punished` for control, `<arm> punished` for others.
   */
  readonly arms: Readonly<Record<string, Arm>> & { readonly control: Arm }
  /** What a confirmatory study fixes before its data exist; `mettle register` asks for it. */
  readonly preregistration?: Preregistration
  /** Params to choose from, by arm: `mettle strengths` compares them on exploratory foundations. */
  readonly strengths?: Strengths
  /** Lines along which arms are pressed harder: the summary says where each technique stops working. */
  readonly sweeps?: readonly Sweep[]
}

/** A study with every number fixed; overrides copy it. `describe.ts` gives the JSON that is stored and hashed. */
export interface Study extends Omit<StudySpec, 'settings'> {
  /** All settings, defaults filled in. */
  readonly settings: Settings
}

/**
 * Defines a study and fixes its numbers.
 * @throws ArgumentFault naming the study and the part where arms refer to what does not exist or settings do not fit.
 */
export function defineStudy(spec: StudySpec): Study {
  requireMembers('study', spec, { id: 'string', question: 'string', env: 'function', evals: 'array', arms: 'object' })
  const arms = withTwins(authored(spec.arms)) as Study['arms']
  const problem =
    problemOf(arms, spec.env, spec.evals, spec.preregistration, spec.unseen) ??
    strengthsProblem(arms, spec.strengths) ??
    sweepsProblem(arms, spec.sweeps)
  if (problem) throw new ArgumentFault(`study ${spec.id}: ${problem}`)
  const settings = parseSettings(spec.settings ?? {})
  if (settings.success) return met({ ...spec, arms, settings: settings.data })
  const { key, text } = firstProblem(settings.error, spec.settings, settingKeys(Settings.parse({})))
  throw new ArgumentFault(`study ${spec.id}: settings, ${key}: ${text}`)
}

function met(study: Study): Study {
  const problem = settingsProblem(study)
  if (problem) throw new ArgumentFault(`study ${study.id}: ${problem}`)
  return study
}
