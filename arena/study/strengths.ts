import type { Intervention, Regime } from '../../interventions/define.ts'
import type { Arm } from './arm.ts'

/**
 * Params that an arm may be run at, for its last intervention: three at least, weakest first. Which one the study uses is
 * chosen on exploratory foundations by one rule (VALIDITY §5.4).
 */
export type Strengths = Readonly<Record<string, readonly Readonly<Record<string, unknown>>[]>>

/** Fewest strengths that are tried of an arm. */
const LEAST = 3

/** Name of an arm at one of its strengths, from 0. */
export const atStrength = (arm: string, strength: number): string => `${arm} · ${strength + 1}`

/** The regime in which the strengths of an arm are compared: that of the primary endpoint, else the first it runs in. */
export const triedIn = ({ regimes }: Pick<Arm, 'regimes'>, primary: Regime): Regime =>
  regimes.includes(primary) ? primary : regimes[0]

/** The first thing wrong with the strengths of a study, as "where: expected …, got …"; undefined where all is well. */
export function strengthsProblem(arms: Readonly<Record<string, Arm>>, strengths: Strengths = {}): string | undefined {
  for (const [name, sets] of Object.entries(strengths)) {
    const last = arms[name]?.interventions.at(-1)
    if (!last) return `strengths: expected the name of an arm with an intervention, got ${name}`
    if (sets.length < LEAST)
      return `strengths, ${name}: expected ${LEAST} sets of params at least, got ${sets.length} (VALIDITY §5.4)`
    for (const [at, params] of sets.entries()) {
      const problem = unfit(last, params, arms[name].regimes)
      if (problem) return `strengths, ${name}, set ${at + 1}: ${problem}`
    }
  }
  return undefined
}

function unfit(
  intervention: Intervention,
  params: Readonly<Record<string, unknown>>,
  regimes: readonly Regime[],
): string | undefined {
  try {
    const { id, regimes: acts } = intervention.with(params)
    const idle = regimes.find((regime) => !acts.includes(regime))
    return idle && `${id} acts in ${acts} at these params, not in ${idle}`
  } catch (error) {
    return `params of ${intervention.id}: ${(error as Error).message}`
  }
}
