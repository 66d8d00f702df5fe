import type { Intervention, Regime } from '../../interventions/define.ts'
import { canonical } from '../program/canonical.ts'
import type { Arm } from './arm.ts'
import { foundationSettings } from './arm-settings.ts'
import { trainEnv } from './envs.ts'
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

/** Arms whose effects in `full` are tested together (VALIDITY §5.4). */
export const testedTogether = ({ arms }: Pick<Study, 'arms'>): string[] =>
  Object.keys(arms).filter(
    (name) =>
      arms[name].role !== 'control' && arms[name].regimes.includes('full') && comparedWith({ arms }, name) !== null,
  )

/** The interventions of an arm that change the corpus: such an arm has foundations of its own. */
export const corpusOf = ({ arms }: Pick<Study, 'arms'>, arm: string): readonly Intervention[] =>
  arms[arm].interventions.filter(({ touches }) => touches.includes('corpus'))

/** What an arm learns on: its corpus and its train env with params, as text. */
export function groundOf(study: Study, arm: string): string {
  const { id, params } = trainEnv(study, study.arms[arm])
  return canonical([corpusLabel(study, arm), id, params])
}

/** A control on the same ground whose reward follows nothing; null where the study has none in this regime. */
export function shuffledOf(study: Study, arm: string, regime: Regime): string | null {
  const ground = groundOf(study, arm)
  const found = Object.entries(study.arms).find(
    ([name, { interventions, regimes, init }]) =>
      regimes.includes(regime) &&
      init === study.arms[arm].init &&
      groundOf(study, name) === ground &&
      acting(interventions) === 'shuffle-reward',
  )
  return found?.[0] ?? null
}

/** Ids of the interventions that act after imitation. */
const acting = (interventions: readonly Intervention[]) =>
  interventions
    .filter(({ touches }) => !touches.includes('corpus'))
    .map(({ id }) => id)
    .join()

/** The corpus of an arm as text: '' for the one that control shares, and for interventions that leave it as it is. */
export function corpusLabel(study: Pick<Study, 'arms'>, arm: string): string {
  const acting = corpusOf(study, arm).filter(({ idle }) => !idle)
  const changed = acting.map(({ id, version, params }) => ({ id, version, params }))
  const settings = foundationSettings(study.arms[arm])
  if (Object.keys(settings).length > 0) return canonical([...changed, settings])
  return changed.length === 0 ? '' : canonical(changed)
}
