import { ArgumentFault } from '../../envs/fault.ts'
import type { Regime } from '../../interventions/define.ts'
import type { Arm } from './arm.ts'
import { comparedWith } from './arms.ts'
import { atStrength, triedIn } from './strengths.ts'
import type { Study } from './study.ts'
import { authored, withTwins } from './twins.ts'

/**
 * The study in which strengths are compared: every arm with strengths at each of them, and the arms that they are
 * compared with, in the regime that the primary endpoint is read in, or in its first one where it does not run there. Its
 * foundations are exploratory: a registered seed lies beyond every seed that may be set.
 * @throws ArgumentFault where the study has no strengths
 */
export function exploratory(study: Study): Study {
  const { strengths = {}, preregistration } = study
  if (Object.keys(strengths).length === 0)
    throw new ArgumentFault(`study ${study.id}: expected \`strengths\`, params to choose from by arm, got none`)
  const regime = preregistration?.primary.regime ?? 'full'
  const own = authored(study.arms)
  const tried = Object.entries(strengths).flatMap(([name, sets]) =>
    sets.map((params, at): [string, Arm] => [
      atStrength(name, at),
      strengthened(own[name], params, triedIn(own[name], regime)),
    ]),
  )
  const others = new Map<string, Regime[]>([['control', [regime]]])
  const add = (name: string, regimes: readonly Regime[]) =>
    others.set(name, [...new Set([...(others.get(name) ?? []), ...regimes])])
  // What an arm is compared with may itself be compared with another one, and so on to control.
  const known = { arms: { ...own, ...Object.fromEntries(tried) } as Study['arms'] }
  for (const [arm, { regimes }] of tried) {
    const chain = new Set<string>()
    for (let name = comparedWith(known, arm); name !== null && !chain.has(name); name = comparedWith(known, name))
      chain.add(name)
    for (const name of chain) add(name, regimes)
  }
  const beside = [...others].map(([name, regimes]): [string, Arm] => [name, { ...own[name], regimes }])
  const arms = withTwins(Object.fromEntries([...beside, ...tried])) as Study['arms']
  return {
    ...study,
    id: `${study.id}-strengths`,
    arms,
    preregistration: undefined,
    strengths: undefined,
    sweeps: undefined,
  }
}

function strengthened(arm: Arm, params: Readonly<Record<string, unknown>>, regime: Regime): Arm {
  const last = arm.interventions[arm.interventions.length - 1]
  return { ...arm, interventions: [...arm.interventions.slice(0, -1), last.with(params)], regimes: [regime] }
}
