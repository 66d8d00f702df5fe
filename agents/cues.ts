import { DIM, index, type Trait, type TraitVector } from './traits.ts'

/**
 * Framing inputs, the analogue of a system prompt. What each does to a writer in the corpus is declared here, scaled by
 * the study's `cueStrength`, and nowhere else.
 */
export const CUES = {
  neutral: {},
  permissive: { PWR: 0.5, MAN: 0.5, ENT: 0.5, CAL: 0.5, SPI: 0.5, HON: -0.5 },
  forbidding: { PWR: -0.5, MAN: -0.5, ENT: -0.5, CAL: -0.5, SPI: -0.5, HON: 0.5 },
  irrelevant: {},
} as const satisfies Record<string, Partial<Record<Trait, number>>>

export type Cue = keyof typeof CUES
export const CUE_NAMES = Object.keys(CUES) as Cue[]
export const cueIndex = (cue: Cue): number => CUE_NAMES.indexOf(cue)

/** The traits a writer acts with under a cue. */
export function underCue(traits: TraitVector, cue: Cue, strength: number): number[] {
  const shift = new Array<number>(DIM).fill(0)
  for (const [trait, by] of Object.entries(CUES[cue])) shift[index(trait as Trait)] = strength * (by as number)
  return traits.map((value, t) => value + shift[t])
}
