import { TRAITS, type Trait } from '../../agents/traits.ts'
import type { Env } from '../../envs/define.ts'
import type { BatteryCalibration } from '../measure/instruments/battery-calibration.ts'
import { type Miss, missesOf, THRESHOLDS } from '../measure/instruments/thresholds.ts'
import { number, r2 } from '../statistics/show.ts'
import type { Calibrated } from '../store/calibrated.ts'
import { columns } from './print.ts'

/** The document of `mettle calibrate --json`. */
export function calibrationJson(study: string, evals: readonly Env[], { hash, calibration }: Calibrated) {
  const { dark, items, writers, groups, precision } = calibration
  return {
    schema: 1,
    study,
    hash,
    battery: evals.map(({ id, version, params }) => ({ id, version, params })),
    items,
    writers,
    thresholds: THRESHOLDS,
    traits: Object.fromEntries(TRAITS.map((trait, t) => [trait, lines(calibration, evals, trait, t)])),
    D: dark,
    uncalibrated: uncalibrated(calibration),
    groups,
    confusable: { population: precision.population.confusable, assistant: precision.assistant.confusable },
  }
}

const lines = (found: BatteryCalibration, evals: readonly Env[], trait: Trait, t: number) => ({
  r2: { exact: found.r2.exact[t], plays: found.r2.plays[t], once: found.once[t] },
  splitHalf: found.splitHalf[t],
  icc: found.icc[t],
  multitrait: found.multitrait[t],
  wrongTrait: found.wrongTrait[t],
  inflation: found.inflation[t],
  error: { population: found.precision.population.error[trait], assistant: found.precision.assistant.error[trait] },
  nats: Object.fromEntries(evals.map(({ id }, e) => [id, found.nats[t][e]])),
  calibrated: found.instruments.includes(trait),
})

const uncalibrated = (found: BatteryCalibration) =>
  TRAITS.flatMap((trait, t) => {
    const misses = missesOf(found, t)
    return misses.length > 0 ? [{ trait, misses }] : []
  })

/** What it prints. */
export function calibrationWords(study: string, evals: readonly Env[], found: BatteryCalibration): string {
  return [
    `${study}: ${found.items} items of ${evals.length} eval envs, ${found.writers} scripted writers in each of two populations.`,
    columns([HEAD, ...TRAITS.map((trait, t) => row(found, trait, t))]),
    `Limits: R², split-half and ICC at least ${r2(THRESHOLDS.r2)}, inflation at most ${r2(THRESHOLDS.inflation)}, own above other. R² at 30 plays per env, wrong trait and errors decide nothing.`,
    'Nats per decision that each trait explains (KL between a writer and the same writer with the trait at 0; –: below .0005):',
    columns([
      ['', ...evals.map(({ id }) => id)],
      ...TRAITS.map((trait, t) => [trait, ...found.nats[t].map((x) => (x < 5e-4 ? '–' : x.toFixed(3)))]),
    ]),
    groups(found),
    confusable(found),
    verdict(found),
  ].join('\n\n')
}

const HEAD = [
  '',
  'R² exact',
  'R² plays',
  'at 30 per env',
  'split-half',
  'ICC',
  'own',
  'other',
  'inflation',
  'wrong trait',
  'error',
  'at the assistant',
  '',
]

function row(found: BatteryCalibration, trait: Trait, t: number): string[] {
  const { monotrait, heterotrait } = found.multitrait[t]
  const wrong = found.wrongTrait[t]
  const { population, assistant } = found.precision
  const shares = [found.r2.exact, found.r2.plays, found.once, found.splitHalf, found.icc].map((each) => r2(each[t]))
  return [
    trait,
    ...shares,
    r2(monotrait),
    r2(heterotrait),
    r2(found.inflation[t]),
    `${wrong.trait} ${number(wrong.r, 2)}`,
    error(population.error[trait]),
    error(assistant.error[trait]),
    found.instruments.includes(trait) ? 'calibrated' : 'uncalibrated',
  ]
}

const error = (x: number | null) => (x === null ? 'n/a' : r2(x))

const groups = ({ groups: { groups: all, holds } }: BatteryCalibration) =>
  `D (dark composite) of the known personas, ${holds ? 'in' : 'NOT in'} the expected order: ${all.map(({ persona, read }) => `${persona} ${number(read, 2)}`).join(', ')}.`

function confusable({ precision }: BatteryCalibration): string {
  const words = (pairs: BatteryCalibration['precision']['assistant']['confusable']) =>
    pairs.map(({ traits, r }) => `${traits.join('–')} ${number(r, 2)}`).join(', ') || 'none'
  return `Correlated errors of two traits (|r| above .3): at the population mean ${words(precision.population.confusable)}; at the assistant ${words(precision.assistant.confusable)}.`
}

function verdict(found: BatteryCalibration): string {
  const without = uncalibrated(found)
  const shown = ({ line, value, limit }: Miss) => `${line} ${r2(value)} (limit ${r2(limit)})`
  const missing = without.map(({ trait, misses }) => `${trait} is uncalibrated: ${misses.map(shown).join(', ')}.`)
  return [`D is the mean of ${found.dark.join(', ') || 'nothing'}.`, ...missing].join('\n')
}
