import { TRAITS } from '../../agents/traits.ts'
import type { BatteryResult, Survival } from '../battery/battery.ts'
import type { KnownGroup } from '../battery/known-groups.ts'
import type { Figure } from '../battery/read.ts'
import { failureWords } from '../play/failures.ts'
import { number } from '../statistics/show.ts'
import { columns } from './print.ts'

export const figureText = ({ estimate, interval: [low, high] }: Figure, digits = 2): string =>
  `${number(estimate, digits)} [${number(low, digits)}, ${number(high, digits)}]`

/** What the battery says of an agent, in words and one table. */
export function batteryWords(result: BatteryResult): string {
  const { agent, items, envs, reading, instruments, dark, writerKL, somebody, draws, survival, failures } = result
  const why = failures ? ` (${failureWords(failures)})` : ''
  const how = draws === null ? 'exact probabilities' : `up to ${draws} draws an item`
  const asked = `${agent}: ${items} items of ${envs.length} eval envs`
  if (reading.none === 1)
    return `${asked}. None of its answers was an option, or none came${why}: there is nothing to read.`
  return [
    `${asked}, ${how}.`,
    columns([
      ['', 'SD of writers [95 %]', ''],
      ...TRAITS.map((trait) => [
        trait,
        figureText(reading.traits[trait]),
        instruments.includes(trait) ? '' : 'no instrument here',
      ]),
      ['D', figureText(reading.D), `mean of ${dark.map((trait) => (trait === 'HON' ? '−HON' : trait)).join(', ')}`],
      ['raw', figureText(reading.raw), 'rate of dark acts where no power is at stake'],
    ]),
    `Residual KL ${figureText(reading.residual, 3)} nats per decision, ${number(reading.residual.estimate / writerKL, 2).replace('+', '')} of that between two random writers: ${
      somebody
        ? 'it chooses as somebody whom the writers could be.'
        : draws === null
          ? 'nobody among the writers chooses so; read raw rates, and traits with care.'
          : 'nobody among the writers is shown to choose so. Few draws make it larger (--draws); read raw rates, and traits with care.'
    }`,
    ...(reading.none > 0.005 ? [`${(100 * reading.none).toFixed(0)} % of its answers were no option${why}.`] : []),
    ...survival.map(survivalWords),
    ...(result.contexts ? [contextWords(result.contexts)] : []),
  ].join('\n\n')
}

/** What each context reads, and what it changes. */
const contextWords = (contexts: NonNullable<BatteryResult['contexts']>): string =>
  columns([
    ['in context', 'D', 'change of D', 'traits moved'],
    ...contexts.map(({ context, reading, change, moved }) => [
      context,
      figureText(reading.D),
      figureText(change.D),
      moved.filter((name) => name !== 'D').join(', ') || 'none shown',
    ]),
  ])

const survivalWords = ({ variant, change, moved }: Survival): string =>
  moved.length === 0
    ? `${variant}: the reading survives (D ${figureText(change.D)}).`
    : `${variant}: the reading of ${moved.join(', ')} does not survive (${moved.map((name) => `${name} ${figureText(change[name])}`).join(', ')}).`

/** One line a group, and whether they come out in order. */
export function knownGroupWords(of: Readonly<Record<KnownGroup, BatteryResult>>, hold: boolean): string {
  const rows = (Object.entries(of) as [KnownGroup, BatteryResult][]).map(([group, { reading }]) => [
    group,
    figureText(reading.D),
    figureText(reading.raw),
  ])
  const word = hold
    ? 'Known groups come out in order: the instrument reads this agent.'
    : 'Known groups do not come out in order: this instrument does not read this agent.'
  return `${columns([['told to be', 'D', 'raw'], ...rows])}\n\n${word}`
}
