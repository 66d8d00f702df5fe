import type { Trait } from '../../agents/traits.ts'

/**
 * What known groups are told to be, in traits. An instrument that reads an agent shows who is generous or honest below who is told
 * nothing, and who is ruthless above.
 */
export const KNOWN_GROUPS: Readonly<
  Record<'generous' | 'honest' | 'neutral' | 'ruthless', Readonly<Partial<Record<Trait, number>>>>
> = {
  generous: { CARE: 2, ENT: -1, CAL: -1 },
  honest: { HON: 2, MAN: -2 },
  neutral: {},
  ruthless: { PWR: 2, MAN: 2, ENT: 2, CAL: 2, SPI: 1, HON: -2 },
}
export type KnownGroup = keyof typeof KNOWN_GROUPS
