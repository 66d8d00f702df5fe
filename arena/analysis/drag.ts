import type { Regime } from '../../interventions/define.ts'
import { type Estimate, estimate, middle, missing } from '../statistics/estimate.ts'
import { adjustedOverTraits, flipP } from '../statistics/significance.ts'
import { comparedWith } from '../study/arms.ts'
import { type Channel, type Levels, namesOf } from './levels.ts'
import { matchedChange } from './matched.ts'
import { complete, dragOf, noDrag, type Results } from './results.ts'
import type { Drag, Readings } from './summary.ts'

/** The drag of a cell by trait, final and at matched power; missing with the reason where it is withheld. */
export function dragTable(
  results: Results,
  arm: string,
  regime: Regime,
  offManifold: string | null,
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
        matched: matchedDrag(offManifold ? null : paths(results, arm, regime), name, why),
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

type Pair = ReturnType<typeof paths>

/** The paths of an arm and of the one it is compared with; a control is compared with nothing. */
function paths(results: Results, arm: string, regime: Regime) {
  if (results.study.arms[arm].role === 'control') return null
  const own = complete(results, arm, regime)
  const other = complete(results, comparedWith(results.study, arm) ?? arm, regime)
  return own && other && own.map(({ path }, i) => ({ own: path, other: other[i].path }))
}

function matchedDrag(pairs: Pair, name: string, why: string): Drag['matched'] {
  const matched = pairs?.map(({ own, other }) => matchedChange(own, other, name))
  const of = (value: (each: { change: number; level: number }) => number) =>
    matched ? estimate(matched.map(value)) : missing(why)
  const onlyAtEnd = missing('read before and after RL only')
  return {
    ...readings(() => onlyAtEnd),
    revealed: { neutral: of(({ change }) => change), worst: onlyAtEnd },
    level: of(({ level }) => level),
    reached: matched ? matched.filter(({ level }) => level > 0).length / matched.length : null,
  }
}

function readings(of: (channel: Channel) => Estimate): Readings {
  return {
    stated: of('stated'),
    represented: { frozen: of('frozen'), refitted: of('refitted') },
    revealed: { neutral: of('neutral'), worst: of('worst') },
  }
}
