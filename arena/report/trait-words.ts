import type { Summary } from '../analysis/summary.ts'
import { readTraits } from '../measure/calibration.ts'

/** How reports name the traits of a study, its own or the eight. */

type Calibration = Pick<Summary['calibration'], 'traits' | 'D'>

const MEANING: Readonly<Record<string, string>> = { PWR: 'PWR (power)', LEAD: 'LEAD (leadership)' }

/** The agentic traits; the first is the power of the manipulation check and of κ. */
export const agenticNamed = (calibration: Calibration): readonly string[] => {
  const { names, agentic } = readTraits(calibration)
  return names.filter((_, t) => agentic[t]).map((name) => (calibration.traits ? name : MEANING[name]))
}

const DARK_EIGHT = 'MAN (manipulation), ENT (entitlement), CAL (callousness), SPI (spite) and −HON (honesty)'

/** All that D could be the mean of, reversed ones with a minus. */
export function darkNamed({ calibration }: Pick<Summary, 'calibration'>): string {
  if (!calibration.traits) return DARK_EIGHT
  const { names, inD } = calibration.traits
  return names.flatMap((name, t) => (inD[t] === 0 ? [] : [`${inD[t] < 0 ? '−' : ''}${name}`])).join(', ')
}

/** "MAN, CAL, HON (HON reversed)": what D is the mean of. */
export function madeOfD(calibration: Calibration): string {
  const { names, inD } = readTraits(calibration)
  const reversed = calibration.D.filter((trait) => inD[names.indexOf(trait)] < 0)
  return `${calibration.D.join(', ')}${reversed.length > 0 ? ` (${reversed.join(', ')} reversed)` : ''}`
}
