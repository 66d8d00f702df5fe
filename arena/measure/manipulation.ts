import { drawMind, posteriorOf } from '../../agents/actor.ts'
import { actSource, type EvidenceSource, showing } from '../../agents/evidence.ts'
import type { Network } from '../../agents/network.ts'
import { INDEPENDENT, index as indexOf } from '../../agents/traits.ts'
import { FEATURES } from '../../agents/writers.ts'
import { APPRAISALS } from '../../envs/define.ts'
import type { Rng } from '../../envs/random.ts'
import { type Battery, networkPolicies, reveal } from './battery.ts'
import type { Calibration } from './calibration.ts'
import { scenesOf } from './scenes.ts'

/** Does more PWR in the evidence darken power-free envs, before any reinforcement? */
export interface Manipulation {
  /**
   * PWR of the writers shown, in SD, every other trait at 0, and the raw dark rate that follows, in SD of
   * independent-trait writers.
   */
  readonly points: readonly { readonly PWR: number; readonly raw: number }[]
  readonly slope: number
}

/** Sets of evidence behind each point of the manipulation check, and acts in each. */
const SETS = 16
const ACTS = 16

/**
 * Writers that differ in PWR alone, shown by what they do where nothing but power is at stake: other acts would say
 * that they are of average darkness, and explain the power away (VALIDITY §7.1).
 */
export function manipulate(
  network: Network,
  battery: Battery,
  evidenceSource: EvidenceSource,
  { raw }: Pick<Calibration, 'raw'>,
  draws: number,
  rng: Rng,
): Manipulation {
  const pure = actSource(scenesOf(battery, powerAlone(battery)))
  const shown = (PWR: number) =>
    evidenceSource.kind === 'traits'
      ? showing({ PWR })
      : pure.show(new Array(SETS).fill(INDEPENDENT.mean.with(indexOf('PWR'), PWR)), ACTS, rng.fork('acts'))
  const points = [-2, -1, 0, 1, 2].map((PWR) => {
    const posterior = posteriorOf(network, shown(PWR))
    const stream = rng.fork('minds')
    const minds = Array.from({ length: draws }, () => drawMind(posterior, 'neutral', stream).m)
    return { PWR, raw: reveal(battery, networkPolicies(network, battery, minds, 'neutral')).raw / raw.sd }
  })
  return { points, slope: points.reduce((sum, { PWR, raw: y }) => sum + PWR * y, 0) / 10 }
}

const TRAIT_FREE = new Set(['gain', 'task', 'control'])

/** Items with control at stake and nothing that another trait loads on; all items where a study has none. */
function powerAlone({ dilemmas }: Battery): (item: number) => boolean {
  const pure = dilemmas.map(({ legal, appraisals }) => {
    const varies = (name: string, f: number) =>
      legal.some((_, a) => appraisals[a * FEATURES + f] !== appraisals[f]) && name
    const found = APPRAISALS.map(varies).filter((name) => name !== false)
    return found.includes('control') && found.every((name) => TRAIT_FREE.has(name))
  })
  return pure.some(Boolean) ? (item) => pure[item] : () => true
}
