import type { Intervention } from '../../interventions/define.ts'
import type { Arm } from './arm.ts'
import type { Study } from './study.ts'

/** Whether the arm competes in another env than control: no arm is compared with it unless `comparedWith` says so. */
export const elsewhere = ({ env, train }: Arm): boolean => env !== undefined || train !== undefined

/**
 * The arm an effect is measured against; null for control itself, for controls, and for arms in an env of their own.
 */
export function comparedWith({ arms }: Pick<Study, 'arms'>, name: string): string | null {
  const arm = arms[name]
  if (arm.comparedWith) return arm.comparedWith
  return name === 'control' || arm.role === 'control' || elsewhere(arm) || arm.init ? null : 'control'
}

/**
 * The two arms whose half sum is the symmetric part of an arm's change; null where no arm punishes power on the same
 * foundations and env.
 */
export function contestOf(
  { arms, reversed }: Pick<Study, 'arms' | 'reversed'>,
  name: string,
): { readonly rewarded: string; readonly punished: string } | null {
  const arm = arms[name]
  if (arm.reversed !== undefined) return { rewarded: name, punished: arm.reversed }
  const apart = elsewhere(arm) || arm.init !== undefined || corpusOf({ arms }, name).length > 0
  return apart ? null : { rewarded: 'control', punished: reversed }
}

/** The interventions of an arm that change the corpus: such an arm has foundations of its own. */
export const corpusOf = ({ arms }: Pick<Study, 'arms'>, arm: string): readonly Intervention[] =>
  arms[arm].interventions.filter(({ touches }) => touches.includes('corpus'))
