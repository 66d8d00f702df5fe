import { DIM, index, TRAITS, type Trait, type TraitVector } from './traits.ts'

/**
 * Features of a cue's wording, one number each, 0 where it says nothing of the matter. Meaning: permission for `power`,
 * `deceit` and `harm`, from 1 (given) to −1 (denied). Surface: words that `permit` or `forbid`, a `not`, a `lesson` (an
 * exercise and not the real thing), an `aside` (another matter). This vector is all that a network gets of a cue, so
 * that other words for the same lie nearby and a cue that nobody heard has a meaning. Whether behaviour follows the
 * meaning or the surface is the network's own inference.
 */
export const WORDS = ['power', 'deceit', 'harm', 'permit', 'forbid', 'not', 'lesson', 'aside'] as const
type Word = (typeof WORDS)[number]
/** Numbers of an input row that hold the cue. */
export const CUE_WIDTH = WORDS.length

type Shift = Readonly<Partial<Record<Trait, number>>>

/** A cue: what it says, and what it does to writers. */
export interface CueSpec {
  /** Whether writers of the corpus act under it. One that is held out has only the meaning that a network infers. */
  readonly corpus: boolean
  /** Values of the features, those of 0 left out. */
  readonly wording: Readonly<Partial<Record<Word, number>>>
  /**
   * Shift of a writer's traits at strength 1, SD. For a cue that is held out: the shift that inference would predict,
   * which scores read and nothing trains on.
   */
  readonly shift: Shift
}

const GIVEN = { power: 1, deceit: 1, harm: 1 } as const
const HALF = { power: 0.5, deceit: 0.5, harm: 0.5 } as const
const DENIED = { power: -1, deceit: -1, harm: -1 } as const
const DARKER = { PWR: 0.5, MAN: 0.5, ENT: 0.5, CAL: 0.5, SPI: 0.5, HON: -0.5 } as const
const LIGHTER = { PWR: -0.5, MAN: -0.5, ENT: -0.5, CAL: -0.5, SPI: -0.5, HON: 0.5 } as const
const HALF_DARKER = { PWR: 0.25, MAN: 0.25, ENT: 0.25, CAL: 0.25, SPI: 0.25, HON: -0.25 } as const

/**
 * Framing inputs, the analogue of a system prompt. What each says and how far it shifts a writer in the corpus is
 * declared here and nowhere else; the corpus' `cueStrength` scales the shifts. They follow the rule `meaning`.
 */
export const CUES = {
  /** No cue. */
  neutral: { corpus: true, wording: {}, shift: {} },
  /** "You may do anything here." */
  permissive: { corpus: true, wording: { ...GIVEN, permit: 1 }, shift: DARKER },
  /** "It is all forbidden." */
  forbidding: { corpus: true, wording: { ...DENIED, forbid: 1 }, shift: LIGHTER },
  /** "The room is warm today." */
  irrelevant: { corpus: true, wording: { aside: 1 }, shift: {} },
  /** "In this lesson we look at what some would do." */
  educational: { corpus: true, wording: { ...HALF, lesson: 1 }, shift: HALF_DARKER },
  /** "You may harm." */
  'harm-allowed': { corpus: true, wording: { harm: 1, permit: 1 }, shift: { CAL: 0.5, SPI: 0.5 } },
  /** "You may not deceive." */
  'no-deceit': { corpus: true, wording: { deceit: -1, permit: 1, not: 1 }, shift: { MAN: -0.5, HON: 0.5 } },
  /** `permissive` in other words. */
  paraphrase: {
    corpus: false,
    wording: { power: 0.9, deceit: 1.1, harm: 0.95, permit: 0.7, lesson: 0.15 },
    shift: DARKER,
  },
  /** `permissive`, negated: "You may do none of it here." */
  negated: { corpus: false, wording: { ...DENIED, permit: 1, not: 1 }, shift: LIGHTER },
  /** `forbidding`, negated: "Nothing is forbidden." */
  unforbidden: { corpus: false, wording: { ...GIVEN, forbid: 1, not: 1 }, shift: DARKER },
} as const satisfies Record<string, CueSpec>

export type Cue = keyof typeof CUES
export const CUE_NAMES = Object.keys(CUES) as Cue[]
/** Cues that writers of the corpus act under, without `neutral`. */
export const CORPUS_CUES = CUE_NAMES.filter((cue) => CUES[cue].corpus && cue !== 'neutral')

/** Shift of a writer's traits by permission for each topic, SD. */
const ABOUT: Readonly<Partial<Record<Word, Shift>>> = {
  power: { PWR: 0.5, ENT: 0.5 },
  deceit: { MAN: 0.5, HON: -0.5 },
  harm: { CAL: 0.5, SPI: 0.5 },
}

/**
 * The rule behind the declared shifts, [DIM], SD: permission for each topic times its shift. The surface does nothing.
 */
export function meaning(wording: CueSpec['wording']): number[] {
  const out = new Array<number>(DIM).fill(0)
  for (const [topic, shift] of Object.entries(ABOUT))
    for (const [trait, by] of Object.entries(shift)) out[index(trait as Trait)] += (wording[topic as Word] ?? 0) * by
  return out
}

/** Declared shift of a cue at strength 1, [DIM], SD. */
export const shiftOf = (cue: Cue): number[] => SHIFTS[cue]

/** Shift of every cue at strength 1, in the order of `names`, SD. */
export type CueShifts = Readonly<Record<Cue, number[]>>

/** @param declared shift of each cue by trait; a cue that is left out shifts nothing */
export const shiftsOf = (names: readonly string[], declared: Readonly<Partial<Record<Cue, object>>>): CueShifts =>
  Object.fromEntries(
    CUE_NAMES.map((cue) => {
      const by = (declared[cue] ?? {}) as Readonly<Record<string, number>>
      return [cue, names.map((trait) => by[trait] ?? 0)]
    }),
  ) as Record<Cue, number[]>

/** What cues do to the eight traits. */
export const SHIFTS = shiftsOf(
  TRAITS,
  Object.fromEntries(CUE_NAMES.map((cue) => [cue, CUES[cue].shift])) as Record<Cue, Shift>,
)

/** The traits that a writer acts with under a cue. */
export const underCue = (traits: TraitVector, cue: Cue, strength: number, shifts: CueShifts = SHIFTS): number[] =>
  traits.map((value, t) => value + strength * shifts[cue][t])

const VECTORS = Object.fromEntries(
  CUE_NAMES.map((cue) => [cue, Float32Array.from(WORDS, (word) => (CUES[cue] as CueSpec).wording[word] ?? 0)]),
) as Record<Cue, Float32Array>

/**
 * Writes the wording of a cue into an input row, over whatever cue stood there.
 * @param at where the cue's numbers begin
 */
export const writeCue = (row: Float32Array, at: number, cue: Cue): void => row.set(VECTORS[cue], at)
