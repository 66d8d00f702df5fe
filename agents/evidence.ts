import { z } from 'zod'
import type { Rng } from '../envs/random.ts'
import { tf } from './backend.ts'
import type { Block, Layout } from './layout.ts'
import type { Loadings } from './loadings.ts'
import { DIM, TRAITS, type TraitVector } from './traits.ts'
import { chooserOf, type Dilemma, preference } from './writers.ts'

/**
 * What tells a network which persona to simulate. `acts`: situation–act pairs of a writer, from which the network has
 * to infer it. `traits`: some trait values with noise, a positive control only, since a probe on z that finds again
 * what was put in proves nothing (VALIDITY §1.2).
 */
export type EvidenceKind = EvidenceSettings['kind']

/** What shows a network its personas, the assistant among them. */
export const EvidenceSettings = z.strictObject({
  kind: z
    .enum(['acts', 'traits'])
    .default('acts')
    .describe(
      'What tells the network which persona to simulate: acts of a writer or, as a positive control, noisy traits.',
    ),
  sets: z
    .int()
    .min(1)
    .max(1024)
    .default(16)
    .describe('Sets of acts that show the assistant, 1 to 1024; an episode draws its motivation m from one of them.'),
  acts: z
    .int()
    .min(1)
    .max(1024)
    .default(32)
    .describe('Situation–act pairs in each set that shows the assistant, 1 to 1024.'),
})
export type EvidenceSettings = z.output<typeof EvidenceSettings>

/** Evidence about some personas, one persona after the other. */
export interface Evidence {
  /** Numbers per row. */
  readonly width: number
  /** Rows per persona. */
  readonly each: number
  /** Rows to show, [rows × width]; a network reads each of them once, however often it is shown. */
  readonly rows: Float32Array
  /** Which row is shown at each place, [personas × each]. */
  readonly which: Int32Array
}

/** Number of personas that the evidence shows. */
export const personasIn = ({ which, each }: Evidence): number => which.length / each

/** Evidence whose every row is shown once, in order. @param rows [personas × each × width] */
export const inOrder = (width: number, each: number, rows: Float32Array): Evidence => ({
  width,
  each,
  rows,
  which: Int32Array.from({ length: rows.length / width }, (_, i) => i),
})

/** The same evidence with each row kept once, so that a network reads it once. */
export function distinct({ width, each, rows, which }: Evidence): Evidence {
  const known = new Map<string, number>()
  const kept: number[] = []
  const places = which.map((row) => {
    const own = rows.subarray(row * width, (row + 1) * width)
    const key = own.join()
    const place = known.get(key) ?? known.size
    if (place === known.size) {
      known.set(key, place)
      kept.push(...own)
    }
    return place
  })
  return { width, each, rows: Float32Array.from(kept), which: places }
}

/** What `b` shows of each persona behind what `a` does; both show as many personas, in rows of the same width. */
export function joined(a: Evidence, b: Evidence): Evidence {
  const each = a.each + b.each
  const rows = new Float32Array(a.rows.length + b.rows.length)
  rows.set(a.rows)
  rows.set(b.rows, a.rows.length)
  const behind = a.rows.length / a.width
  const which = Int32Array.from({ length: personasIn(a) * each }, (_, i) => {
    const [persona, place] = [Math.floor(i / each), i % each]
    return place < a.each ? a.which[persona * a.each + place] : behind + b.which[persona * b.each + place - a.each]
  })
  return { width: a.width, each, rows, which }
}

/** The row at every place, [personas × each × width]. */
export function shownRows({ rows, which, width }: Evidence): Float32Array {
  const out = new Float32Array(which.length * width)
  for (let i = 0; i < which.length; i++) out.set(rows.subarray(which[i] * width, (which[i] + 1) * width), i * width)
  return out
}

/** Evidence on the backend. */
export interface EvidenceTensor {
  /** [personas · each, width] */
  readonly rows: tf.Tensor2D
  /** Rows per persona. */
  readonly each: number
}

export const evidenceTensor = (evidence: Evidence): EvidenceTensor => ({
  rows: tf.tensor2d(shownRows(evidence), [evidence.which.length, evidence.width]),
  each: evidence.each,
})

/** Evidence about personas `from` … `to − 1`: a view, not a copy. */
export function someOf({ which, each, ...shown }: Evidence, from: number, to: number): Evidence {
  return { ...shown, each, which: which.subarray(from * each, to * each) }
}

/** Where a study's evidence comes from. */
export interface EvidenceSource {
  readonly kind: EvidenceKind
  /** Numbers per row. */
  readonly width: number
  /** Amount to show in one imitation batch: pairs per writer under `acts`, probability of each trait under `traits`. */
  draw(rng: Rng): number
  /** Amount that shows a persona well, in the unit of `draw`. */
  readonly long: number
  /** Evidence about personas with these traits. */
  show(personas: readonly TraitVector[], amount: number, rng: Rng): Evidence
}

/** SD of the noise on trait values under `traits`, in SD of the human population. */
const NOISE = 0.4
/** Numbers per row of `traits` evidence: for each trait whether it is shown, then for each its noisy value. */
const revealed = (traits: number): number => 2 * traits
/** The same for the eight traits. */
export const REVEALED = revealed(DIM)

/**
 * Shows each of `count` traits with probability 0.3 in seven batches of ten and 0.9 in the others, with Gaussian noise.
 */
export const traitSourceOf = (count: number): EvidenceSource => ({
  kind: 'traits',
  width: revealed(count),
  draw: (rng) => (rng.uniform() < 0.7 ? 0.3 : 0.9),
  long: 0.9,
  show(personas, probability, rng) {
    const width = revealed(count)
    const rows = new Float32Array(personas.length * width)
    personas.forEach((traits, i) => {
      const row = rows.subarray(i * width, (i + 1) * width)
      for (let t = 0; t < count; t++) {
        const shown = rng.uniform() < probability
        const value = traits[t] + NOISE * rng.normal()
        if (shown) reveal(row, t, value)
      }
    })
    return inOrder(width, 1, rows)
  },
})
/** Evidence of the eight traits. */
export const traitSource: EvidenceSource = traitSourceOf(DIM)

/** Evidence that shows one persona exactly these traits, without noise. @param names all traits, in order */
export function showing(values: Readonly<Record<string, number>>, names: readonly string[] = TRAITS): Evidence {
  const rows = new Float32Array(revealed(names.length))
  for (const [trait, value] of Object.entries(values)) reveal(rows, names.indexOf(trait), value)
  return inOrder(rows.length, 1, rows)
}

function reveal(row: Float32Array, t: number, value: number): void {
  row[t] = 1
  row[row.length / 2 + t] = value
}

/** Situations in which writers are watched. */
export interface Scenes {
  readonly layout: Layout
  /** Legal actions and their appraisals in each scene. */
  readonly dilemmas: readonly Dilemma[]
  /** Input rows under the neutral cue, [dilemmas × layout.input]. */
  readonly inputs: Float32Array
  /** Index of each dilemma's env in the layout. */
  readonly blocks: readonly number[]
  /** How often each dilemma is shown, relative to the others. */
  readonly weights: readonly number[]
  /** How traits make writers weigh appraisals. */
  readonly loadings: Loadings
}

/**
 * Pairs per writer in training: mixed, since a network trained at one count does worse with more (DESIGN "Persona
 * inference").
 */
export const COUNTS: readonly number[] = [8, 16, 32, 64]

/**
 * Length of an act laid out in full: for every action of every env 1 + observation numbers, which are 1 and the
 * observation at the action taken and 0 at all others. So each action has weights of its own for reading the situation,
 * since what an act says of its writer depends on both.
 */
export const actLength = ({ envs }: Layout): number =>
  envs.reduce((sum, block) => sum + block.rows * readingOf(block), 0)
const readingOf = ({ observation }: Block): number => 1 + observation

/** Length of an act as it is stored: where its numbers begin in the full layout, then 1 and the observation. */
export const actWidth = ({ envs }: Layout): number => 1 + Math.max(...envs.map(readingOf))

/** Evidence from writers' acts in these scenes, sampled from their exact policies. */
export function actSource(scenes: Scenes): EvidenceSource {
  const { dilemmas, loadings } = scenes
  const { width, rows, firsts } = everyAct(scenes)
  const drawScene = drawer(scenes.weights)
  const choose = chooserOf(dilemmas)
  const policies = dilemmas.map(({ legal }) => new Float64Array(legal.length))
  return {
    kind: 'acts',
    width,
    draw: (rng) => COUNTS[rng.integer(COUNTS.length)],
    long: 64,
    show(personas, each, rng) {
      const which = new Int32Array(personas.length * each)
      let at = 0
      for (const traits of personas) {
        const wants = preference(traits, loadings)
        for (let k = 0; k < each; k++) {
          const d = drawScene(rng)
          which[at++] = firsts[d] + rng.weighted(choose(d, wants, policies[d]))
        }
      }
      return { width, each, rows, which }
    },
  }
}

/** Every act that there is, one row for each legal action of each scene in their order, and where a scene's begin. */
function everyAct({ layout, dilemmas, inputs, blocks }: Scenes) {
  const width = actWidth(layout)
  const begins = offsets(layout)
  let count = 0
  const firsts = dilemmas.map(({ legal }) => {
    count += legal.length
    return count - legal.length
  })
  const rows = new Float32Array(count * width)
  dilemmas.forEach(({ legal }, d) => {
    const block = layout.envs[blocks[d]]
    const from = d * layout.input + block.from
    legal.forEach((action, i) => {
      const at = (firsts[d] + i) * width
      rows[at] = begins[block.index] + action * readingOf(block)
      rows[at + 1] = 1
      rows.set(inputs.subarray(from, from + block.observation), at + 2)
    })
  })
  return { width, rows, firsts }
}

/** Where each env's acts begin in the full layout. */
function offsets({ envs }: Layout): number[] {
  let from = 0
  return envs.map((block) => {
    const first = from
    from += block.rows * readingOf(block)
    return first
  })
}

/** Draws an index in proportion to its weight, by bisection of the running sums. */
function drawer(weights: readonly number[]): (rng: Rng) => number {
  const sums = new Float64Array(weights.length)
  let total = 0
  weights.forEach((weight, i) => {
    total += weight
    sums[i] = total
  })
  return (rng) => {
    const u = rng.uniform() * total
    let [low, high] = [0, sums.length - 1]
    while (low < high) {
      const middle = (low + high) >> 1
      if (sums[middle] > u) high = middle
      else low = middle + 1
    }
    return low
  }
}
