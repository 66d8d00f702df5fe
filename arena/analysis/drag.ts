import type { Trait } from '../../agents/traits.ts'
import type { Regime } from '../../interventions/define.ts'
import { readTraits } from '../measure/calibration.ts'
import { type Estimate, estimate, middle, missing } from '../statistics/estimate.ts'
import { adjustedOverTraits, flipP } from '../statistics/significance.ts'
import type { TrialResult } from '../store/results.ts'
import { comparedWith } from '../study/arms.ts'
import { type Channel, type Levels, namesOf } from './levels.ts'
import { type MatchedDrag, matchedDrag, type PowerOf, type TraitOf } from './matched.ts'
import { common, dragOf, noDrag, type Pair, pairedChanges, pairsOf, type Results } from './results.ts'
import type { Cell, Drag, Halves, MatchedPower, Readings } from './summary.ts'

/** Why figures are withheld: those of the arm's own pair, and those that need the pair it is compared with too. */
interface OffManifold {
  readonly own: string | null
  readonly compared: string | null
}

/** The drag of a cell by trait, final and at matched power; missing with the reason where it is withheld. */
export function dragTable(
  results: Results,
  arm: string,
  regime: Regime,
  { own: offManifold, compared }: OffManifold,
): Readonly<Record<string, Drag>> {
  const why = offManifold ?? noDrag(results, arm, regime) ?? 'trials are missing'
  const net = offManifold ? null : dragOf(results, arm, regime)
  const final = (name: string) =>
    readings((channel) => (net ? estimate(net.map((each) => each[channel][name])) : missing(why)))
  const tests = net ? tested(net) : {}
  return Object.fromEntries(
    namesOf(results.foundations[0].calibration).map((name) => [
      name,
      {
        final: final(name),
        matched: matchedReadings(offManifold ? null : paths(results, arm, regime), traitAt(results, name), {
          why,
          compared,
        }),
        ...tests[name],
      },
    ]),
  )
}

/** The interquartile mean and the p values beside the mean of revealed drag in the neutral context, by trait. */
function tested(net: readonly Levels[]): Readonly<Record<string, Pick<Drag, 'iqm' | 'p' | 'adjusted'>>> {
  const columns = Object.fromEntries(
    Object.keys(net[0].neutral).map((name) => [name, net.map(({ neutral }) => neutral[name])]),
  )
  const { D: _, ...traits } = columns
  const adjusted = adjustedOverTraits(traits)
  return Object.fromEntries(
    Object.entries(columns).map(([name, column]) => {
      const p = flipP(column)
      return [
        name,
        {
          iqm: middle(column),
          ...(p !== null && { p }),
          ...(adjusted[name] !== undefined && { adjusted: adjusted[name] }),
        },
      ]
    }),
  )
}

const traitAt = ({ foundations }: Results, name: string): TraitOf => {
  const at = readTraits(foundations[0].calibration).names.indexOf(name as Trait)
  return name === 'D' ? ({ D }) => D : ({ traits }) => traits[at]
}

/** The paths of both pairs by foundation; an arm that is compared with none is read over its own range. */
function paths(results: Results, arm: string, regime: Regime) {
  const pathOf = ({ path }: TrialResult) => path
  const own = pairsOf(results, arm, regime, pathOf)
  const other = pairsOf(results, comparedWith(results.study, arm) ?? arm, regime, pathOf)
  return own && other && own.map((pair, i) => ({ own: pair, other: other[i] }))
}

/** Why a figure of matched power is missing: all of them, or those of the pair that is compared with. */
interface Missing {
  readonly why: string
  readonly compared: string | null
}

function matchedReadings(pairs: ReturnType<typeof paths>, value: TraitOf, why: Missing): Drag['matched'] {
  const { drag, ...train } = matchedOver(pairs, value, why, ({ power }) => power)
  const onlyAtEnd = missing('read before and after RL only')
  return {
    ...readings(() => onlyAtEnd),
    revealed: { neutral: drag, worst: onlyAtEnd },
    ...train,
    deployed: matchedOver(pairs, value, why, ({ deployed }) => deployed.power),
  }
}

function matchedOver(
  pairs: ReturnType<typeof paths>,
  value: TraitOf,
  { why, compared }: Missing,
  power: PowerOf,
): MatchedPower {
  const matched = pairs?.map(({ own, other }) => matchedDrag(own, other, value, power))
  const of = (key: keyof MatchedDrag) => (matched ? estimate(matched.map((each) => each[key])) : missing(why))
  return {
    drag: of('drag'),
    against: compared ? missing(compared) : of('against'),
    gap: compared ? missing(compared) : of('gap'),
    level: of('level'),
    reached: matched ? matched.filter(({ level }) => level > 0).length / matched.length : null,
  }
}

/** Both halves of the pair, and what is common to them (VALIDITY §3.1). */
export function halvesOf(results: Results, arm: string, regime: Regime, offManifold: string | null): Cell['halves'] {
  const why = offManifold ?? noDrag(results, arm, regime) ?? 'trials are missing'
  const changed = offManifold ? null : pairedChanges(results, arm, regime)
  const power = offManifold ? null : pairsOf(results, arm, regime, powerRise)
  if (!changed || !power) return missing(why)
  const traits = namesOf(results.foundations[0].calibration).map((name) => [
    name,
    pairEstimates(
      changed.map(({ rewarded, punished }) => ({ rewarded: rewarded.neutral[name], punished: punished.neutral[name] })),
    ),
  ])
  return { power: pairEstimates(power), traits: Object.fromEntries(traits) }
}

const powerRise = ({ path }: TrialResult): number => path[path.length - 1].power - path[0].power

const pairEstimates = (pairs: readonly Pair<number>[]): Halves => ({
  rewarded: estimate(pairs.map(({ rewarded }) => rewarded)),
  punished: estimate(pairs.map(({ punished }) => punished)),
  common: estimate(pairs.map(({ rewarded, punished }) => common(rewarded, punished))),
})

function readings(of: (channel: Channel) => Estimate): Readings {
  return {
    stated: of('stated'),
    represented: { frozen: of('frozen'), refitted: of('refitted') },
    revealed: { neutral: of('neutral'), worst: of('worst') },
  }
}
