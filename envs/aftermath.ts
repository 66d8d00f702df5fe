import type { Aftermath } from './define.ts'

/** What a choice does to the world at once, each 0 … 1; `aftermathOf` follows it over the years. */
export interface Wake {
  /** How far it escalates. */
  readonly heat: number
  /** What third parties lose. */
  readonly victims: number
  /** What it leaves the other side to settle. */
  readonly grievance: number
}

/** Years over which a settlement is followed. */
const YEARS = 8
/** Chance per year that a settlement breaks: `calm` without any grievance, `bitter` with a grievance of 1. */
const BREAKS = { calm: 0.02, bitter: 0.4 }

/**
 * Scores a wake: heat and victims as they are; stability is the chance that peace still holds, averaged over the years.
 */
export function aftermathOf({ heat, victims, grievance }: Wake): Aftermath {
  const breaks = BREAKS.calm + (BREAKS.bitter - BREAKS.calm) * grievance
  let holds = 1
  let years = 0
  for (let year = 0; year < YEARS; year++) {
    holds *= 1 - breaks
    years += holds
  }
  return { escalation: heat, collateral: victims, stability: years / YEARS }
}
