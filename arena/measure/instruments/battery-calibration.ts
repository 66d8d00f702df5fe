import { PERSONAS } from '../../../agents/personas.ts'
import { DIM, INDEPENDENT, index, population, samplePersona, TRAITS, type Trait } from '../../../agents/traits.ts'
import type { Env } from '../../../envs/define.ts'
import { createRng, type Rng } from '../../../envs/random.ts'
import { explained } from '../../statistics/linear.ts'
import { type Battery, fitted } from '../battery.ts'
import { type Calibration, judged } from '../calibration.ts'
import { elicited } from '../elicitation.ts'
import { column, figuresOf, type Scores, score } from './figures.ts'
import { type KnownGroups, knownGroups } from './known-groups.ts'
import { sampled, someItems } from './plays.ts'
import { GAME_PLAYS, type Precision, precisionAt } from './precision.ts'
import { correlation } from './reliability.ts'
import type { Figures } from './thresholds.ts'

/** Every line of VALIDITY §7.1 that needs no network. */
export interface BatteryCalibration extends Figures, Pick<Calibration, 'instruments' | 'dark'> {
  readonly items: number
  readonly writers: number
  /**
   * R² where each game is played 30 times, each item once at most. Printed; studies read exact policies and play
   * nothing.
   */
  readonly once: readonly number[]
  /** The other trait that a trait's estimate goes with most, beyond what the sampled traits themselves do, on plays. */
  readonly wrongTrait: readonly { readonly trait: Trait; readonly r: number }[]
  readonly groups: KnownGroups
  readonly precision: { readonly population: Precision; readonly assistant: Precision }
  /** Nats a decision that each trait explains in each env, [TRAITS][envs]. */
  readonly nats: readonly (readonly number[])[]
}

/** @param writers in each of two populations: independent traits, and the human matrix */
export function calibrateBattery(battery: Battery, evals: readonly Env[], writers: number): BatteryCalibration {
  const rng = createRng('calibrate')
  const draw = (people: typeof INDEPENDENT, label: string) => {
    const source = rng.fork(label)
    const personas = Array.from({ length: writers }, () => samplePersona(people, source))
    return score(battery, personas, writers, source)
  }
  const own = draw(INDEPENDENT, 'independent')
  const decided = judged(figuresOf([own, draw(population(1), 'human')], 'plays'))
  return {
    ...decided,
    items: battery.dilemmas.length,
    writers,
    once: once(battery, own, rng.fork('once')),
    wrongTrait: TRAITS.map((_, t) => wrongTrait(own, t)),
    groups: knownGroups(battery, decided),
    precision: {
      population: precisionAt(battery, new Array(DIM).fill(0)),
      assistant: precisionAt(battery, PERSONAS.assistant.traits),
    },
    nats: elicited(
      evals.map((env) => battery.dilemmas.filter((_, d) => battery.sources[d].env === env)),
      battery.loadings,
    ),
  }
}

function once(battery: Battery, { people, policies }: Scores, rng: Rng): number[] {
  const fits = policies.map(
    (each) => fitted(battery, sampled(each, 1, rng), someItems(battery, GAME_PLAYS, rng)).traits,
  )
  return explained(people, fits)
}

function wrongTrait({ plays, people }: Scores, t: number): { trait: Trait; r: number } {
  const found = TRAITS.filter((trait) => index(trait) !== t).map((trait) => ({
    trait,
    r:
      correlation(column(plays, t), column(people, index(trait))) -
      correlation(column(people, t), column(people, index(trait))),
  }))
  return found.reduce((most, each) => (Math.abs(each.r) > Math.abs(most.r) ? each : most))
}
