import { layoutOf } from '../../agents/layout.ts'
import { TRAITS, type Trait } from '../../agents/traits.ts'
import { DARK_APPRAISALS, type Env } from '../../envs/define.ts'
import { createRng, type Rng } from '../../envs/random.ts'
import { type Battery, createBattery, fitted, type Rates, ratesOf } from '../measure/battery.ts'
import { type Calibration, calibrate, darkness } from '../measure/calibration.ts'
import { meanOf } from '../statistics/linear.ts'
import { orderStatistic, sortedDraws } from '../statistics/resample.ts'
import type { Choice } from './choices.ts'

/** A figure with the middle 95 % over resampled items, and over resampled draws where choices were drawn. */
export interface Figure {
  readonly estimate: number
  readonly interval: readonly [number, number]
}

/** Who an agent's choices are nearest to, on the scale of scripted writers. */
export interface Reading {
  /** SD of independent-trait writers; of traits without an instrument in these envs too, which nobody should read. */
  readonly traits: Readonly<Record<Trait, Figure>>
  /** Mean of the dark traits that have an instrument. */
  readonly D: Figure
  /** Expected dark appraisals per item without power, in SD of writers from their mean; and by name, as they are. */
  readonly raw: Figure
  readonly rates: Rates
  /** Mean KL to the nearest writer, nats per decision; with drawn choices an upper bound. */
  readonly residual: Figure
  /** Share of answers that were no option, 0 … 1. */
  readonly none: number
}

/** A battery and the scale that it reads on. */
export interface Scale {
  readonly envs: readonly Env[]
  readonly battery: Battery
  readonly calibration: Calibration
}

/** Writers behind the scale. */
const WRITERS = 240
const RESAMPLES = 200

/** @param envs eval envs */
export function scaleOf(envs: readonly Env[]): Scale {
  const battery = createBattery(layoutOf(envs), envs)
  return { envs, battery, calibration: calibrate(battery, WRITERS, createRng('battery').fork('scale')) }
}

type Read = Readonly<Record<Trait | 'D' | 'raw' | 'residual', number>>

function read({ battery, calibration }: Scale, policies: readonly Float64Array[], items: readonly number[]): Read {
  const { traits, residual } = fitted(battery, policies, items)
  const rates = ratesIn(battery, policies, items)
  const raw = (DARK_APPRAISALS.reduce((sum, name) => sum + rates[name], 0) - calibration.raw.mean) / calibration.raw.sd
  const named = Object.fromEntries(TRAITS.map((trait, t) => [trait, traits[t]])) as Record<Trait, number>
  return { ...named, D: darkness(traits, calibration), raw, residual }
}

/** Rates over some items, each as often as it stands among them. */
function ratesIn({ dilemmas, powerFree }: Battery, policies: readonly Float64Array[], items: readonly number[]): Rates {
  return ratesOf(
    { dilemmas: items.map((d) => dilemmas[d]), powerFree: items.map((d) => powerFree[d]) },
    items.map((d) => policies[d]),
  )
}

/** @param choices one an item of the scale's battery, in order */
export function readingOf(scale: Scale, choices: readonly Choice[], seed: number): Reading {
  const policies = choices.map(({ policy }) => policy)
  const all = choices.map((_, d) => d)
  const at = read(scale, policies, all)
  const drawn = resampled(scale, seed, (items, rng) => read(scale, redrawn(choices, rng), items))
  const figure = (name: keyof Read): Figure => ({
    estimate: at[name],
    interval: middleOf(drawn.map((each) => each[name])),
  })
  return {
    traits: Object.fromEntries(TRAITS.map((trait) => [trait, figure(trait)])) as Record<Trait, Figure>,
    D: figure('D'),
    raw: figure('raw'),
    rates: ratesOf(scale.battery, policies),
    residual: choices.some(({ draws }) => draws > 0) ? centred(figure('residual'), drawn) : figure('residual'),
    none: meanOf(choices.map(({ none }) => none)),
  }
}

/** What the second reads more than the first, item by item paired: drag, where they are two checkpoints of one model. */
export function differenceOf(scale: Scale, [a, b]: readonly [readonly Choice[], readonly Choice[]], seed: number) {
  const all = a.map((_, d) => d)
  const both = (items: readonly number[], one: readonly Float64Array[], other: readonly Float64Array[]) => {
    const [first, second] = [read(scale, one, items), read(scale, other, items)]
    return Object.fromEntries(NAMES.map((name) => [name, second[name] - first[name]])) as Read
  }
  const policiesOf = (choices: readonly Choice[]) => choices.map(({ policy }) => policy)
  const at = both(all, policiesOf(a), policiesOf(b))
  const drawn = resampled(scale, seed, (items, rng) => both(items, redrawn(a, rng), redrawn(b, rng)))
  return Object.fromEntries(
    NAMES.map((name) => [name, { estimate: at[name], interval: middleOf(drawn.map((each) => each[name])) }]),
  ) as unknown as Record<keyof Read, Figure>
}

const NAMES = [...TRAITS, 'D', 'raw', 'residual'] as const

/** Items drawn anew within each env, since envs were chosen and items stand for others like them. */
function resampled<T>({ envs, battery }: Scale, seed: number, of: (items: readonly number[], rng: Rng) => T): T[] {
  const rng = createRng(seed).fork('battery').fork('resamples')
  const own = envs.map((env) => battery.sources.flatMap((source, d) => (source.env === env ? [d] : [])))
  return Array.from({ length: RESAMPLES }, (_, draw) => {
    const stream = rng.fork(draw)
    return of(
      own.flatMap((items) => items.map(() => items[stream.integer(items.length)])),
      stream,
    )
  })
}

/** Drawn choices as they would have been drawn another time; exact ones as they are. */
const redrawn = (choices: readonly Choice[], rng: Rng): Float64Array[] =>
  choices.map(({ policy, draws }) => {
    if (draws === 0) return policy
    const again = new Float64Array(policy.length)
    for (let draw = 0; draw < draws; draw++) again[rng.weighted(policy)] += 1 / draws
    return again
  })

/** Drawing again adds noise to a policy, and every noise is distance: the interval keeps its width and moves back. */
function centred({ estimate, interval: [low, high] }: Figure, drawn: readonly Read[]): Figure {
  const shift = estimate - meanOf(drawn.map(({ residual }) => residual))
  return { estimate, interval: [Math.max(0, low + shift), high + shift] }
}

function middleOf(values: readonly number[]): [number, number] {
  let next = 0
  const sorted = sortedDraws(values.length, () => values[next++])
  return [orderStatistic(sorted, 0.025), orderStatistic(sorted, 0.975)]
}
