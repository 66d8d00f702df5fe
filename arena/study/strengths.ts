import { ArgumentFault } from '../../envs/fault.ts'
import type { Intervention } from '../../interventions/define.ts'
import type { Arm } from './arm.ts'
import type { Study } from './study.ts'
import { authored, withTwins } from './twins.ts'

/**
 * Params that an arm may be run at, for its last intervention: three at least, weakest first. Which one the study uses is
 * chosen on exploratory foundations by one rule (VALIDITY §5.4).
 */
export type Strengths = Readonly<Record<string, readonly Readonly<Record<string, unknown>>[]>>

/** Fewest strengths that are tried of an arm. */
const LEAST = 3

/** Name of an arm at one of its strengths, from 0. */
export const atStrength = (arm: string, strength: number): string => `${arm} · ${strength + 1}`

/** The first thing wrong with the strengths of a study, as "where: expected …, got …"; undefined where all is well. */
export function strengthsProblem(arms: Readonly<Record<string, Arm>>, strengths: Strengths = {}): string | undefined {
  for (const [name, sets] of Object.entries(strengths)) {
    const last = arms[name]?.interventions.at(-1)
    if (!last) return `strengths: expected the name of an arm with an intervention, got ${name}`
    if (sets.length < LEAST)
      return `strengths, ${name}: expected ${LEAST} sets of params at least, got ${sets.length} (VALIDITY §5.4)`
    for (const [at, params] of sets.entries()) {
      const problem = unfit(last, params)
      if (problem) return `strengths, ${name}, set ${at + 1}: ${problem}`
    }
  }
  return undefined
}

function unfit(intervention: Intervention, params: Readonly<Record<string, unknown>>): string | undefined {
  try {
    intervention.with(params)
    return undefined
  } catch (error) {
    return `params of ${intervention.id}: ${(error as Error).message}`
  }
}

/**
 * The study in which strengths are compared: every arm with strengths at each of them, and the arms that they are
 * compared with, in the regime that the primary endpoint is read in. Its foundations are exploratory: a registered seed
 * lies beyond every seed that may be set.
 * @throws ArgumentFault where the study has no strengths
 */
export function exploratory(study: Study): Study {
  const { strengths = {}, preregistration } = study
  if (Object.keys(strengths).length === 0)
    throw new ArgumentFault(`study ${study.id}: expected \`strengths\`, params to choose from by arm, got none`)
  const regime = preregistration?.primary.regime ?? 'full'
  const own = authored(study.arms)
  const tried = Object.entries(strengths).flatMap(([name, sets]) =>
    sets.map((params, at): [string, Arm] => [atStrength(name, at), strengthened(own[name], params, regime)]),
  )
  const compared = new Set(['control', ...tried.map(([, { comparedWith = 'control' }]) => comparedWith)])
  const others = [...compared].map((name): [string, Arm] => [name, { ...own[name], regimes: [regime] }])
  const arms = withTwins(Object.fromEntries([...others, ...tried])) as Study['arms']
  return { ...study, id: `${study.id}-strengths`, arms, preregistration: undefined, strengths: undefined }
}

function strengthened(arm: Arm, params: Readonly<Record<string, unknown>>, regime: Arm['regimes'][number]): Arm {
  const last = arm.interventions[arm.interventions.length - 1]
  return { ...arm, interventions: [...arm.interventions.slice(0, -1), last.with(params)], regimes: [regime] }
}
