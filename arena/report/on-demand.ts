import type { Cell } from '../analysis/summary.ts'
import type { Estimate } from '../statistics/estimate.ts'
import { percent, show } from '../statistics/show.ts'

// Readings that only some studies take, as rows of a table: columns first. Empty where no arm has them.

type Named = { readonly name: string; readonly regime: string; readonly cell: Cell }
type Change = { readonly before: Estimate; readonly after: Estimate }

const arrow = ({ before, after }: Change, word: (e: Estimate) => string) => `${word(before)} → ${word(after)}`

export const ROUTER_COLUMNS = [
  'router',
  'regime',
  'weight of z',
  'under the train mark',
  'bits',
  'D, z alone',
  'D as it is',
]

/** What learned gates between z and the bypass do. */
export const routerRows = (rows: readonly Named[]): string[][] =>
  rows.flatMap(({ name, regime, cell }) => {
    if (!cell.router) return []
    const { neutral, training, information, persona } = cell.router
    const own = cell.drag.D?.final.revealed.neutral
    const asItIs = own && own.estimate !== null ? own : cell.change.D
    const words = [arrow(neutral, show), arrow(training, show), arrow(information, (e) => show(e, 3))]
    return [[name, regime, ...words, show(persona), show(asItIs)]]
  })

export const PREFILL_COLUMNS = ['prefill', 'regime', 'dark acts', 'rise of D', 'recovery']

/** What dark acts that an agent did not choose do to it. */
export const prefillRows = (rows: readonly Named[]): string[][] =>
  rows.flatMap(({ name, regime, cell }) =>
    (cell.prefill ?? []).map(({ acts, rise, recovery }) => [
      name,
      regime,
      String(acts),
      arrow(rise, show),
      arrow(recovery, percent),
    ]),
  )

export const ROUTER_WORDS =
  'A router weighs z by g and the bypass by 1 − g. Before RL → after it: mean g on eval items, and with the mark of the train env; how much g tells of which of the two it is, bits (at most 1). D, z alone: the drag with g forced to 1 (the change for an arm without a drag).'
export const PREFILL_WORDS =
  'Dark acts that the agent did not choose stand behind its own in what shows it who it is. Rise: D with them minus D without, SD, before RL → after it. Recovery: share of the way to whom such acts alone show that is not gone.'
