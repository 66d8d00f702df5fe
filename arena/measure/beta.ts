import { ASSISTANT, DIM, index, TRAITS, type Trait, type TraitVector } from '../../agents/traits.ts'
import type { Env } from '../../envs/define.ts'
import { createRng } from '../../envs/random.ts'
import { writerPanel } from '../play/panel.ts'
import { type Estimate, estimate } from '../statistics/estimate.ts'
import { selectionGradient } from './selection.ts'

/** Where β is read (VALIDITY §2.2). */
export const CENTRES = ['population mean', 'assistant', 'assistant, PWR +2'] as const
const PANELS = ['train', 'held out'] as const
/**
 * Largest |β| of a dark or light trait at which an env still counts as not selecting it, as a share of what power or
 * lead is paid at the population mean by the same panel. There, since where power is saturated nothing is paid and a
 * share of it means nothing.
 */
const SHARE = 0.1

export interface Beta {
  readonly centre: (typeof CENTRES)[number]
  readonly panel: (typeof PANELS)[number]
  /** Payoff per SD. */
  readonly beta: Readonly<Record<Trait, Estimate>>
}

export interface BetaReport {
  readonly rows: readonly Beta[]
  /** Other traits than PWR and LEAD whose β, with its whole interval, lies beyond the limit somewhere. */
  readonly selected: readonly Trait[]
  /** Traits whose interval reaches beyond the limit somewhere: more writers would tell. */
  readonly open: readonly Trait[]
  /** `nothing told`: neither PWR nor LEAD is shown to be paid, so there is nothing to hold the others against. */
  readonly label: 'direct-selecting' | 'selects power or lead alone' | 'not settled' | 'nothing told'
}

export interface BetaOptions {
  /** Scripted writers a replicate; replicates are what intervals are over. */
  readonly writers: number
  readonly replicates: number
  readonly seed: number
  /** Hears of each reading done. */
  onProgress?(done: number, total: number): void
}

/** β of scripted writers on all eight traits, at three centres, against both panels. */
export function betaOf(env: Env, { writers, replicates, seed, onProgress }: BetaOptions): BetaReport {
  const rng = createRng(seed).fork('beta')
  const total = CENTRES.length * PANELS.length * replicates
  let done = 0
  const rows = CENTRES.flatMap((centre) =>
    PANELS.map((panel): Beta => {
      const opponents = { writers: writerPanel(32, createRng(seed).fork('panel').fork(panel)) }
      const drawn = Array.from({ length: replicates }, (_, i) => {
        const found = selectionGradient(env, opponents, writers, rng.fork(centre).fork(panel).fork(i), vectorOf(centre))
        onProgress?.(++done, total)
        return found
      })
      return { centre, panel, beta: byTrait((t) => estimate(drawn.map((each) => each[t]))) }
    }),
  )
  return { rows, ...judged(rows) }
}

function vectorOf(centre: (typeof CENTRES)[number]): TraitVector {
  const vector = new Array(DIM).fill(0)
  if (centre === 'population mean') return vector
  for (const [trait, { mean }] of Object.entries(ASSISTANT)) vector[index(trait as Trait)] = mean
  if (centre === 'assistant, PWR +2') vector[index('PWR')] += 2
  return vector
}

/** Slopes below this are what rounding leaves of 0, payoff per SD. */
const ROUNDING = 1e-9

/** Verdicts need a scale: what power or lead is paid, told from 0 by its interval against both panels. */
export function judged(rows: readonly Beta[]): Pick<BetaReport, 'selected' | 'open' | 'label'> {
  if (PANELS.some((panel) => limitOf(rows, panel) === 0)) return { selected: [], open: [], label: 'nothing told' }
  const others = TRAITS.filter((trait) => trait !== 'PWR' && trait !== 'LEAD')
  const beyond = (of: (low: number, high: number, limit: number) => boolean) =>
    others.filter((trait) =>
      rows.some(({ beta: { [trait]: own }, panel }) =>
        own.estimate === null || !own.interval ? false : of(...own.interval, limitOf(rows, panel)),
      ),
    )
  const selected = beyond((low, high, limit) => low > limit || high < -limit)
  const open = beyond((low, high, limit) => low < -limit || high > limit).filter((trait) => !selected.includes(trait))
  if (selected.length > 0) return { selected, open, label: 'direct-selecting' }
  return { selected, open, label: open.length > 0 ? 'not settled' : 'selects power or lead alone' }
}

function limitOf(rows: readonly Beta[], panel: Beta['panel']): number {
  const paid = rows.find((row) => row.panel === panel && row.centre === CENTRES[0])?.beta
  return SHARE * Math.max(0, told(paid?.PWR), told(paid?.LEAD))
}

/** A slope that is told from 0 upwards, else 0. */
const told = (e: Estimate | undefined): number =>
  e && e.estimate !== null && e.interval && e.interval[0] > 0 && e.estimate > ROUNDING ? e.estimate : 0

const byTrait = <T>(of: (t: number) => T) =>
  Object.fromEntries(TRAITS.map((trait, t) => [trait, of(t)])) as Record<Trait, T>
