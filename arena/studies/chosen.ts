import type { Intervention } from '../../interventions/define.ts'
import { STRENGTHS } from './leaderboard.strengths.ts'
import { TECHNIQUES } from './techniques.ts'

/** Params by row of the leaderboard, as `mettle strengths` chose them. */
const CHOSEN: Readonly<Record<string, Readonly<Record<string, unknown>>>> = STRENGTHS

/** The intervention of a row of the leaderboard at its chosen strength; one that has none keeps its plugin's own. */
export const chosen = (row: string): Intervention => TECHNIQUES[row].by.with(CHOSEN[row] ?? {})
