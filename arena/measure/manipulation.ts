import { drawMind, posteriorOf } from '../../agents/actor.ts'
import { actSource, type EvidenceSource, showing } from '../../agents/evidence.ts'
import type { Network } from '../../agents/network.ts'
import { agenticOf, type TraitSet } from '../../agents/trait-set.ts'
import { independent } from '../../agents/traits.ts'
import { FEATURES } from '../../agents/writers.ts'
import { APPRAISALS } from '../../envs/define.ts'
import type { Rng } from '../../envs/random.ts'
import { type Battery, networkPolicies, reveal } from './battery.ts'
import type { Calibration } from './calibration.ts'
import { scenesOf } from './scenes.ts'

/** Does more PWR in the evidence darken power-free envs, before any reinforcement? */
export interface Manipulation {
  /**
   * PWR, or the first agentic trait of a custom set, of the writers shown, in SD, every other trait at 0, and the raw dark rate that follows, in SD of
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
  const { names } = battery.traits
  const [power] = agenticOf(battery.traits)
  const shown = (PWR: number) =>
    evidenceSource.kind === 'traits'
      ? showing({ [names[power]]: PWR }, names)
      : pure.show(new Array(SETS).fill(independent(names.length).mean.with(power, PWR)), ACTS, rng.fork('acts'))
  const points = [-2, -1, 0, 1, 2].map((PWR) => {
    const posterior = posteriorOf(network, shown(PWR))
    const stream = rng.fork('minds')
    const minds = Array.from({ length: draws }, () => drawMind(posterior, 'neutral', stream).m)
    return { PWR, raw: reveal(battery, networkPolicies(network, battery, minds, 'neutral')).raw / raw.sd }
  })
  return { points, slope: points.reduce((sum, { PWR, raw: y }) => sum + PWR * y, 0) / 10 }
}

/** What power is after and what no trait loads on; of a custom set, what no other trait than its power loads on. */
function trueOf({ loadings, ...traits }: TraitSet) {
  const [power] = agenticOf(traits)
  const alone = APPRAISALS.filter((_, f) => loadings.default[f].every((by, t) => by === 0 || t === power))
  return {
    alone: new Set<string>(alone),
    own: alone.filter((name) => loadings.default[APPRAISALS.indexOf(name)][power] !== 0),
  }
}

/** Items with control at stake and nothing that another trait loads on; all items where a study has none. */
function powerAlone({ dilemmas, traits }: Battery): (item: number) => boolean {
  const { alone, own } = trueOf(traits)
  const pure = dilemmas.map(({ legal, appraisals }) => {
    const varies = (name: string, f: number) =>
      legal.some((_, a) => appraisals[a * FEATURES + f] !== appraisals[f]) && name
    const found = APPRAISALS.map(varies).filter((name) => name !== false)
    return own.some((name) => found.includes(name)) && found.every((name) => alone.has(name))
  })
  return pure.some(Boolean) ? (item) => pure[item] : () => true
}
