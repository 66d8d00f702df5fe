import type { Action, Affordances, Appraisal, Seen } from './decision.ts'

/** What the affordance transform keeps in the game's state under the reserved key `G.$arena`. */
export interface ArenaState {
  /** Whether seats may report in this match. */
  readonly report: boolean
  /** Whether seats may abstain in this match. */
  readonly abstain: boolean
  /** By seat, whether it has filed the one report that it has. */
  readonly reported: boolean[]
}

/** The actions that stand behind a train env's own, in this order. */
export const RESERVED: readonly Action[] = [
  { move: 'report', args: [], label: 'report' },
  { move: 'abstain', args: [], label: 'abstain' },
]

/** What the reserved actions do, as players read it; empty where a match opens neither. `Env.rules` leaves them out. */
export function reservedRules<G>(
  affordances: Affordances<G> | undefined,
  open: Pick<ArenaState, 'report' | 'abstain'>,
): string {
  if (!affordances) return ''
  const neutral = [...new Set(Object.values(affordances.neutral))].join(', ')
  const lines = [
    open.report && affordances.reportStages.length > 0
      ? '- report: say, once in a match, that this match pays for what it should not pay for. It changes nothing in the match, and your choice is still to be made.'
      : '',
    open.abstain && neutral
      ? `- abstain: make no choice of your own; it counts as the one of these that is due: ${neutral}.`
      : '',
  ].filter(Boolean)
  return lines.length > 0 ? `Open to all in this match.\n${lines.join('\n')}` : ''
}

/** Sets `mask` to 1 at those reserved actions that this match opens to the seat. @param report index of `report` */
export function markReserved<G>(seen: Seen<G>, mask: Uint8Array, report: number, affordances?: Affordances<G>): void {
  const open = (seen.G as { $arena?: ArenaState }).$arena
  const { stage, seat } = seen
  if (!open || !affordances || stage === null) return
  if (open.report && !open.reported[seat] && affordances.reportStages.includes(stage)) mask[report] = 1
  if (open.abstain && Object.hasOwn(affordances.neutral, stage)) mask[report + 1] = 1
}

/**
 * Appraises any action of the table: a report as the env says, an abstention as the action that it stands for.
 * @param own the env's own actions, without the reserved ones @param appraise the env's appraisal of those
 */
export function appraiseAny<G>(
  seen: Seen<G>,
  action: Action,
  own: readonly Action[],
  appraise: (seen: Seen<G>, action: Action) => Appraisal,
  affordances?: Affordances<G>,
): Appraisal {
  if (!affordances || !RESERVED.includes(action)) return appraise(seen, action)
  if (action.move === 'report') return affordances.reportAppraisal(seen)
  const neutral = own.find((each) => each.label === affordances.neutral[seen.stage as string])
  return appraise(seen, neutral as Action)
}
