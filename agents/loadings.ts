import type { AppraisalName } from '../envs/define.ts'
import { APPRAISALS } from '../envs/define.ts'
import { eigen, type Matrix, TRAITS, type Trait } from './traits.ts'

/** Preference for each appraisal that all writers share, whatever their traits. */
export const BASE: Readonly<Record<AppraisalName, number>> = {
  gain: 1,
  task: 0.8,
  control: 0.2,
  initiative: 0.2,
  deceit: -0.4,
  coercion: -0.4,
  advantage: 0,
  harm: -0.5,
  spite: -0.5,
  breach: -0.5,
  exploit: -0.3,
  benefit: 0.3,
}

type Table = Readonly<Record<AppraisalName, Readonly<Partial<Record<Trait, number>>>>>

/** How far each trait (codes in `traits.ts`) adds to the preference for each appraisal, per SD (DESIGN §4). */
const DEFAULT = {
  gain: {},
  task: {},
  control: { PWR: 1 },
  initiative: { LEAD: 1 },
  deceit: { MAN: 0.8, HON: -0.3 },
  coercion: { MAN: 0.4 },
  advantage: { ENT: 1 },
  harm: { CAL: 1, CARE: -0.2 },
  spite: { SPI: 1 },
  breach: { HON: -0.8 },
  exploit: { HON: -0.6 },
  benefit: { CARE: 1 },
} as const satisfies Table

/*
 * The two versions below were drawn once, from `createRng('perturbed-a')` and `createRng('perturbed-b')`, row by row,
 * rounded to .01, and have been data since. Each loading of DEFAULT is multiplied by a uniform number in [.7, 1.3].
 * Half of the cells that are 0 there, drawn at random, hold a uniform number in [−.15, .15]. Never drawn were three
 * kinds of cell: gain and task, which stay trait-free; other traits than power (PWR) and leadership (LEAD) on control
 * or initiative, since darkness itself would be paid where power is; and PWR and LEAD on any other row.
 */
const PERTURBED_A = {
  gain: {},
  task: {},
  control: { PWR: 0.81, LEAD: -0.11 },
  initiative: { PWR: -0.03, LEAD: 0.72 },
  deceit: { MAN: 0.91, CAL: -0.11, HON: -0.25, CARE: -0.07 },
  coercion: { MAN: 0.45, ENT: 0.07, CAL: 0.02, CARE: -0.11 },
  advantage: { ENT: 0.89, CAL: -0.09 },
  harm: { MAN: -0.12, ENT: -0.07, CAL: 0.85, CARE: -0.2 },
  spite: { SPI: 1.01, HON: 0.09, CARE: -0.06 },
  breach: { MAN: -0.07, CAL: 0.06, HON: -0.94 },
  exploit: { MAN: -0.08, HON: -0.71 },
  benefit: { MAN: -0.09, ENT: -0.1, SPI: -0.08, HON: -0.13, CARE: 0.82 },
} as const satisfies Table

const PERTURBED_B = {
  gain: {},
  task: {},
  control: { PWR: 1.13, LEAD: -0.05 },
  initiative: { LEAD: 1.06 },
  deceit: { MAN: 0.76, ENT: 0.07, SPI: -0.12, HON: -0.35, CARE: -0.01 },
  coercion: { MAN: 0.35, HON: 0.15 },
  advantage: { ENT: 1.14, SPI: -0.06, HON: -0.11, CARE: -0.09 },
  harm: { ENT: 0.05, CAL: 1.02, HON: 0.01, CARE: -0.18 },
  spite: { SPI: 0.97 },
  breach: { MAN: 0.15, ENT: 0.03, CAL: 0.05, HON: -0.98, CARE: -0.15 },
  exploit: { MAN: -0.06, CAL: 0.15, HON: -0.76, CARE: 0.04 },
  benefit: { MAN: 0.08, ENT: -0.01, CAL: -0.01, SPI: -0.05, HON: 0.07, CARE: 1.07 },
} as const satisfies Table

/** Trait → appraisal, [appraisals][traits], in the orders of APPRAISALS and TRAITS. */
export type Loadings = Matrix

/** Traits that load on some appraisal. */
type Loading<T extends Table> = { [A in keyof T]: keyof T[A] }[keyof T]
/** A table in which a trait loads on nothing does not compile. */
type Complete<T extends Table> = [Exclude<Trait, Loading<T>>] extends [never] ? T : never

function dense<T extends Table>(table: T & Complete<T>): Loadings {
  const rows: Table = table
  return APPRAISALS.map((a) => TRAITS.map((t) => rows[a][t] ?? 0))
}

/** What the traits of another set load on, in the order of `names`. */
export const loadingsOf = (
  names: readonly string[],
  loads: (trait: string) => Readonly<Partial<Record<AppraisalName, number>>>,
): Loadings => APPRAISALS.map((appraisal) => names.map((trait) => loads(trait)[appraisal] ?? 0))

/**
 * The default and two perturbed versions for sensitivity. In each, PWR and LEAD load on nothing but control and
 * initiative, the rank is 8 and the condition number at most 5.
 */
export const LOADINGS = {
  default: dense(DEFAULT),
  'perturbed-a': dense(PERTURBED_A),
  'perturbed-b': dense(PERTURBED_B),
} as const satisfies Record<string, Loadings>
export type LoadingsName = keyof typeof LOADINGS
export const LOADINGS_NAMES = Object.keys(LOADINGS) as [LoadingsName, ...LoadingsName[]]

/** The default loadings, M in the text of the design. */
export const M: Loadings = LOADINGS.default

/** Largest singular value over the smallest; infinite when the rank is below the number of traits. */
export function conditionNumber(loadings: Loadings): number {
  const [first] = loadings
  const gram = first.map((_, i) => first.map((__, j) => loadings.reduce((sum, row) => sum + row[i] * row[j], 0)))
  const values = eigen(gram).map(({ value }) => value)
  const [largest, smallest] = [values[0], values[values.length - 1]]
  return smallest > 1e-12 * largest ? Math.sqrt(largest / smallest) : Number.POSITIVE_INFINITY
}
