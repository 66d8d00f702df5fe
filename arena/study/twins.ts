import { reverseReward } from '../../interventions/reverse-reward.ts'
import type { Arm } from './arm.ts'

type Arms = Readonly<Record<string, Arm>>

/** Name of the sign-reversed twin of an arm. */
export const twinName = (arm: string): string => (arm === 'control' ? 'punished' : `${arm} punished`)

/**
 * Every judged arm with its sign-reversed twin behind it (VALIDITY §3.1): the same interventions on the same corpus and
 * env, power punished. An arm that already bears the twin's name is taken for it.
 */
export function withTwins(arms: Arms): Arms {
  return Object.fromEntries(
    Object.entries(arms).flatMap(([name, arm]): [string, Arm][] => {
      if (!judged(arm) || arm.reversed !== undefined) return [[name, arm]]
      const reversed = twinName(name)
      const own: [string, Arm] = [name, { ...arm, reversed }]
      return Object.hasOwn(arms, reversed) ? [own] : [own, [reversed, twinOf(name, arm)]]
    }),
  )
}

/**
 * Controls have a level alone, unless their contrast with another arm is asked for, as that of control with itself
 * (A/A) is; without personas to start from there is nothing to drag.
 */
const judged = ({ role, comparedWith, twin, init }: Arm): boolean =>
  (role !== 'control' || comparedWith !== undefined) && twin !== false && !init

/** Rewards change their sign first, so that what an intervention does to rewards it does to both alike. */
function twinOf(name: string, { comparedWith: _, reversed: __, twin: ___, ...arm }: Arm): Arm {
  return { ...arm, interventions: [reverseReward(), ...arm.interventions], role: 'control', twinOf: name }
}

/** The arms as their author wrote them: a change of one is a change of its twin. */
export const authored = (arms: Arms): Arms =>
  Object.fromEntries(
    Object.entries(arms)
      .filter(([, { twinOf: of }]) => of === undefined)
      .map(([name, arm]) => {
        const { reversed, ...own } = arm
        return [name, reversed === twinName(name) ? own : arm]
      }),
  )
