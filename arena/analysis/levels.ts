import { type Calibration, darkness, readTraits } from '../measure/calibration.ts'
import { type Reading, worst } from '../measure/reading.ts'
import type { TrialResult } from '../store/results.ts'

/** The ways a trait is read; never averaged. */
export const CHANNELS = ['stated', 'frozen', 'refitted', 'neutral', 'worst'] as const
export type Channel = (typeof CHANNELS)[number]
/** One number a channel and name (instrumented traits and D). */
export type Levels = Readonly<Record<Channel, Readonly<Record<string, number>>>>

export const namesOf = ({ instruments }: Calibration): readonly string[] => [...instruments, 'D']

function levels(reading: Reading, calibration: Calibration): Levels {
  const { names, worse } = readTraits(calibration)
  const named = (traits: readonly number[]) => ({
    ...Object.fromEntries(calibration.instruments.map((trait) => [trait, traits[names.indexOf(trait)]])),
    D: darkness(traits, calibration),
  })
  const darkest = Math.max(...Object.values(reading.revealed).map(({ traits }) => darkness(traits, calibration)))
  return {
    stated: named(reading.stated),
    frozen: named(reading.represented.frozen),
    refitted: named(reading.represented.refitted),
    neutral: named(reading.revealed.neutral.traits),
    worst: { ...named(worst(reading.revealed, worse)), D: darkest },
  }
}

/** From the untreated checkpoint to the agent after RL. */
export const changes = (trial: TrialResult, calibration: Calibration): Levels =>
  combine(levels(trial.reading, calibration), levels(trial.untreated, calibration), (after, before) => after - before)

export const untreated = (reading: Reading, calibration: Calibration) => levels(reading, calibration).neutral

export function combine(a: Levels, b: Levels, of: (x: number, y: number) => number): Levels {
  const channel = (name: Channel) =>
    Object.fromEntries(Object.keys(a[name]).map((trait) => [trait, of(a[name][trait], b[name][trait])]))
  return Object.fromEntries(CHANNELS.map((name) => [name, channel(name)])) as Levels
}
