import { z } from 'zod'
import type { Rng } from '../envs/random.ts'
import { tf } from './backend.ts'
import type { Block, Layout } from './layout.ts'
import { DIM, index, type Trait, type TraitVector } from './traits.ts'
import { choose, type Dilemma, preference } from './writers.ts'

/**
 * What tells a network which persona to simulate. `acts`: situation–act pairs of a writer, from which the network has to infer it.
 * `traits`: some trait values, noisy; the positive control (VALIDITY §1.2): a probe on z that reads its own input proves nothing.
 */
export type EvidenceKind = EvidenceSettings['kind']

/** What shows a network its personas, the assistant among them. */
export const EvidenceSettings = z.strictObject({
  kind: z
    .enum(['acts', 'traits'])
    .default('acts')
    .describe(
      'What tells the network which persona to simulate: acts of a writer, or some noisy trait values (a positive control).',
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

/** Evidence about some personas, `each` rows of `width` numbers a persona, one persona after the other. */
export interface Evidence {
  readonly width: number
  readonly each: number
  readonly rows: Float32Array
}

/** How many personas it shows. */
export const personasIn = ({ rows, width, each }: Evidence): number => rows.length / (width * each)

/** The same on the backend: rows is [personas · each, width]. */
export interface EvidenceTensor {
  readonly rows: tf.Tensor2D
  readonly each: number
}

export const evidenceTensor = ({ rows, width, each }: Evidence): EvidenceTensor => ({
  rows: tf.tensor2d(rows, [rows.length / width, width]),
  each,
})

/** Personas `from` … `to` of it. */
export function someOf({ rows, width, each }: Evidence, from: number, to: number): Evidence {
  return { width, each, rows: rows.subarray(from * each * width, to * each * width) }
}

/** Where a study's evidence comes from. */
export interface EvidenceSource {
  readonly kind: EvidenceKind
  readonly width: number
  /** How much to show in one imitation batch: pairs a writer under `acts`, the probability of each trait under `traits`. */
  draw(rng: Rng): number
  /** As much as is needed to know a persona well. */
  readonly long: number
  /** Evidence about personas with these traits. */
  show(personas: readonly TraitVector[], amount: number, rng: Rng): Evidence
}

const NOISE = 0.4
/** Numbers of `traits` evidence: a mask and a noisy value a trait. */
export const REVEALED = 2 * DIM

/** Shows each trait with a probability, .3 in seven batches of ten and .9 in the others, with Gaussian noise of SD .4. */
export const traitSource: EvidenceSource = {
  kind: 'traits',
  width: REVEALED,
  draw: (rng) => (rng.uniform() < 0.7 ? 0.3 : 0.9),
  long: 0.9,
  show(personas, probability, rng) {
    const rows = new Float32Array(personas.length * REVEALED)
    personas.forEach((traits, i) => {
      for (let t = 0; t < DIM; t++) {
        const shown = rng.uniform() < probability
        const value = traits[t] + NOISE * rng.normal()
        if (shown) set(rows, i * REVEALED, t, value)
      }
    })
    return { width: REVEALED, each: 1, rows }
  },
}

/** Shows one persona exactly these traits, without noise. */
export function showing(values: Readonly<Partial<Record<Trait, number>>>): Evidence {
  const rows = new Float32Array(REVEALED)
  for (const [trait, value] of Object.entries(values)) set(rows, 0, index(trait as Trait), value as number)
  return { width: REVEALED, each: 1, rows }
}

function set(rows: Float32Array, at: number, t: number, value: number): void {
  rows[at + t] = 1
  rows[at + DIM + t] = value
}

/** Situations in which writers are watched. */
export interface Scenes {
  readonly layout: Layout
  readonly dilemmas: readonly Dilemma[]
  /** dilemmas × layout.input. */
  readonly inputs: Float32Array
  /** Each dilemma's env, by its index in the layout. */
  readonly blocks: readonly number[]
  /** How often each is shown, relative. */
  readonly weights: readonly number[]
}

/** Pairs shown in training: mixed, since a network trained at one count does worse with more (DESIGN "Persona inference"). */
export const COUNTS: readonly number[] = [8, 16, 32, 64]

/**
 * An act is 1 and what was observed, at the place of the action taken, among 0 for every other action of every env: each action has its
 * own reading of the situation from the first layer on, since what an act says of a writer depends on both. This is its length.
 */
export const actLength = ({ envs }: Layout): number =>
  envs.reduce((sum, block) => sum + block.rows * readingOf(block), 0)
const readingOf = ({ observation }: Block): number => 1 + observation

/** An act is stored as its place and what stands there. */
export const actWidth = ({ envs }: Layout): number => 1 + Math.max(...envs.map(readingOf))

/** Writers' acts in these scenes, sampled from their exact policies. */
export function actSource(scenes: Scenes): EvidenceSource {
  const { layout, dilemmas, inputs, blocks } = scenes
  const width = actWidth(layout)
  const firsts = offsets(layout)
  const drawScene = drawer(scenes.weights)
  return {
    kind: 'acts',
    width,
    draw: (rng) => COUNTS[rng.integer(COUNTS.length)],
    long: 64,
    show(personas, each, rng) {
      const rows = new Float32Array(personas.length * each * width)
      let at = 0
      for (const traits of personas) {
        const wants = preference(traits)
        for (let k = 0; k < each; k++, at += width) {
          const d = drawScene(rng)
          const action = dilemmas[d].legal[rng.weighted(choose(dilemmas[d], wants))]
          const block = layout.envs[blocks[d]]
          rows[at] = firsts[block.index] + action * readingOf(block)
          const from = d * layout.input
          rows[at + 1] = 1
          rows.set(inputs.subarray(from + block.from, from + block.from + block.observation), at + 2)
        }
      }
      return { width, each, rows }
    },
  }
}

/** Where each env's acts begin in a row. */
function offsets({ envs }: Layout): number[] {
  let from = 0
  return envs.map((block) => {
    const first = from
    from += block.rows * readingOf(block)
    return first
  })
}

/** An index drawn in proportion to its weight, by bisection of the sums. */
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
