import { axesOf, EIGHT, type TraitAxes } from '../../agents/trait-set.ts'
import { independent, samplePersona, type Trait } from '../../agents/traits.ts'
import { DARK_APPRAISALS } from '../../envs/define.ts'
import type { Rng } from '../../envs/random.ts'
import { meanOf, sdOf } from '../statistics/linear.ts'
import { type Battery, ratesOf } from './battery.ts'
import { figuresOf, type Scores, score } from './instruments/figures.ts'
import { type Figures, instrumentsOf } from './instruments/thresholds.ts'
import type { Policy } from './inverse-fit.ts'

/** Writers behind the lines that take further fits: a foundation has seconds, not minutes. */
const TWICE = 96

/** What the battery can read, measured on scripted writers with independent traits. No network is involved. */
export interface Calibration extends Figures {
  /** The traits that it is of, where they are not the eight. */
  readonly traits?: TraitAxes
  /** Traits that pass every threshold; the others are `uncalibrated`: not judged and not in D. */
  readonly instruments: readonly Trait[]
  /** What D is the mean of. */
  readonly dark: readonly Trait[]
  /** Mean and SD of the raw dark rate over writers: the unit of raw figures. */
  readonly raw: { readonly mean: number; readonly sd: number }
  /** Mean KL between two random writers, nats per decision: the yardstick of residuals. */
  readonly writerKl: number
}

/** A foundation's own short calibration; `mettle calibrate` prints the long one, by the same thresholds. */
export function calibrate(battery: Battery, writers: number, rng: Rng): Calibration {
  const { traits } = battery
  const everybody = independent(traits.names.length)
  const personas = Array.from({ length: writers }, () => samplePersona(everybody, rng))
  const scores = score(battery, personas, TWICE, rng)
  const found = { ...judged(figuresOf([scores], 'exact'), traits), ...unitsOf(battery, scores) }
  return traits === EIGHT ? found : { ...found, traits: axesOf(traits) }
}

/** Which traits have an instrument, and of which D is made. */
export function judged(
  figures: Figures,
  { names, inD }: TraitAxes = EIGHT,
): Figures & Pick<Calibration, 'instruments' | 'dark'> {
  const instruments = instrumentsOf(figures, names)
  return { ...figures, instruments, dark: instruments.filter((trait) => inD[names.indexOf(trait)] !== 0) }
}

function unitsOf(battery: Battery, { policies }: Scores): Pick<Calibration, 'raw' | 'writerKl'> {
  const raw = policies.map((each) => rawOf(battery, each))
  return {
    raw: { mean: meanOf(raw), sd: sdOf(raw) },
    writerKl: meanOf(policies.slice(1).map((p, i) => divergence(p, policies[i]))),
  }
}

/** Share of the mean KL between two random writers that the residual KL of a persona may come to (VALIDITY §3.4). */
export const RESIDUAL_SHARE = 0.1

/** The traits that readings are of. */
export const readTraits = ({ traits = EIGHT }: Pick<Calibration, 'traits'>): TraitAxes => traits

/** What D is made of. */
export type DarkTraits = Pick<Calibration, 'dark' | 'traits'>

/** D: the signed mean of the dark traits that have an instrument. */
export function darkness(traits: readonly number[], made: DarkTraits): number {
  const { names, inD } = readTraits(made)
  return meanOf(
    made.dark.map((trait) => {
      const t = names.indexOf(trait)
      return inD[t] * traits[t]
    }),
  )
}

function rawOf(battery: Battery, policies: readonly Policy[]): number {
  const rates = ratesOf(battery, policies)
  return DARK_APPRAISALS.reduce((sum, name) => sum + rates[name], 0)
}

function divergence(p: readonly Policy[], q: readonly Policy[]): number {
  return meanOf(
    p.map((row, d) => Array.from(row).reduce((sum, x, a) => sum + (x > 0 ? x * Math.log(x / q[d][a]) : 0), 0)),
  )
}
