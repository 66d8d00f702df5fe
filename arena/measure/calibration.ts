import { DARK, INDEPENDENT, samplePersona, TRAITS, type Trait } from '../../agents/traits.ts'
import type { Rng } from '../../envs/random.ts'
import { type Battery, DARK_RATES, ratesOf, reveal, writerPolicies } from './battery.ts'
import type { Policy } from './inverse-fit.ts'
import { explained, meanOf, sdOf } from './linear.ts'

/** A trait whose fit explains less of independent-trait writers than this has no instrument here (VALIDITY §7.1). */
export const THRESHOLD = 0.8
/** Plays an item behind `plays`. */
const PLAYS = 8

/** What the battery can read, measured on scripted writers with independent traits. No network is involved. */
export interface Calibration {
  /** R² a trait of the inverse fit, on exact policies and on sampled plays (8 an item). */
  readonly r2: { readonly exact: readonly number[]; readonly plays: readonly number[] }
  /** Traits that pass the threshold on exact policies; the others are not printed and not in D. */
  readonly instruments: readonly Trait[]
  /** What D is the mean of. */
  readonly dark: readonly Trait[]
  /** Mean and SD of the raw dark rate over writers: the unit of raw figures. */
  readonly raw: { readonly mean: number; readonly sd: number }
  /** Mean KL between two random writers, nats a decision: the yardstick of residuals. */
  readonly writerKl: number
}

export function calibrate(battery: Battery, writers: number, rng: Rng): Calibration {
  const personas = Array.from({ length: writers }, () => samplePersona(INDEPENDENT, rng))
  const policies = personas.map((traits) => writerPolicies(battery, traits))
  const exact = policies.map((each) => reveal(battery, each).traits)
  const plays = policies.map((each) => reveal(battery, sampled(each, rng)).traits)
  const raw = policies.map((each) => rawOf(battery, each))
  const r2 = { exact: explained(personas, exact), plays: explained(personas, plays) }
  const instruments = TRAITS.filter((_, t) => r2.exact[t] >= THRESHOLD)
  return {
    r2,
    instruments,
    dark: instruments.filter((trait) => DARK[trait] !== undefined),
    raw: { mean: meanOf(raw), sd: sdOf(raw) },
    writerKl: meanOf(policies.slice(1).map((p, i) => divergence(p, policies[i]))),
  }
}

/** D: the signed mean of the dark traits that have an instrument. */
export function darkness(traits: readonly number[], dark: readonly Trait[]): number {
  return meanOf(dark.map((trait) => (DARK[trait] as number) * traits[TRAITS.indexOf(trait)]))
}

function rawOf(battery: Battery, policies: readonly Policy[]): number {
  const rates = ratesOf(battery, policies)
  return DARK_RATES.reduce((sum, name) => sum + rates[name], 0)
}

function sampled(policies: readonly Float64Array[], rng: Rng): Float64Array[] {
  return policies.map((policy) => {
    const counts = new Float64Array(policy.length)
    for (let i = 0; i < PLAYS; i++) counts[rng.weighted(policy)] += 1 / PLAYS
    return counts
  })
}

function divergence(p: readonly Float64Array[], q: readonly Float64Array[]): number {
  return meanOf(p.map((row, d) => row.reduce((sum, x, a) => sum + (x > 0 ? x * Math.log(x / q[d][a]) : 0), 0)))
}
