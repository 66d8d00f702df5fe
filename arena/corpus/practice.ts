import { tf } from '../../agents/backend.ts'
import { type Cue, underCue, writeCue } from '../../agents/cues.ts'
import type { Pool } from '../../agents/draws.ts'
import { type Evidence, type EvidenceSource, personasIn } from '../../agents/evidence.ts'
import type { Loadings } from '../../agents/loadings.ts'
import type { Network } from '../../agents/network.ts'
import { mindsOf } from '../../agents/ppo-tensors.ts'
import type { TraitSet } from '../../agents/trait-set.ts'
import { type Population, samplePersona, type TraitVector } from '../../agents/traits.ts'
import { choose, FEATURES, preference } from '../../agents/writers.ts'
import { APPRAISALS, COMMON, DARK_APPRAISALS } from '../../envs/define.ts'
import type { Rng } from '../../envs/random.ts'
import type { Practice, Read, Shown } from '../../interventions/define.ts'

/** Decisions in one batch of practice, and decisions of each of its writers. */
const ROWS = 256
const QUERIES = 8

/** What practice is drawn from, and who is asked. */
export interface PracticeSource {
  readonly network: Network
  /** The frozen network that RL started from. */
  readonly reference: Network
  readonly pools: readonly Pool[]
  readonly population: Population
  readonly loadings: Loadings
  readonly traits: TraitSet
  /** How far cues move writers, 0 … 1. */
  readonly cueStrength: number
  readonly evidenceSource: EvidenceSource
  /** What shows the assistant, and its traits. */
  readonly evidence: Evidence
  readonly assistant: TraitVector
}

/** A batch of practice. Call it inside `tf.tidy`, which ends its tensors. */
export function practiceOf(source: PracticeSource, rng: Rng): Practice {
  const { network, reference, evidence, evidenceSource, population, assistant } = source
  const { persona } = network.spec
  const situations = draw(source, rng)
  const cast = Array.from({ length: ROWS / QUERIES }, () => samplePersona(population, rng))
  const writers = situations.map((_, row) => cast[row % cast.length])
  const sets = Int32Array.from(situations, () => rng.integer(personasIn(evidence)))
  const noise = Float32Array.from({ length: ROWS * persona }, () => rng.normal())
  const shownWriters = once(() => evidenceSource.show(cast, evidenceSource.draw(rng.fork('shown')), rng.fork('acts')))
  const mask = table(source, situations, () => 1)
  const read = (by: Network, { cue = 'neutral', by: who = 'assistant', motivation }: Shown = {}): Read => {
    const asked = who === 'assistant' ? evidence : shownWriters()
    const set = who === 'assistant' ? sets : Int32Array.from(situations, (_, row) => row % cast.length)
    const m = mindsOf(by, asked, { count: ROWS, noise, set })
    const { logits, z } = by.forward(inputs(source, situations, cue), m, mask, motivation)
    return { logPolicy: tf.logSoftmax(logits) as tf.Tensor2D, z }
  }
  return {
    rows: ROWS,
    mask,
    get dark() {
      return table(source, situations, ({ appraisals }, i) => darkness(appraisals, i))
    },
    writers,
    assistant,
    policy: (traits, cue = 'neutral') => policies(source, situations, traits === 'writers' ? writers : traits, cue),
    learner: (shown) => read(network, shown),
    reference: (shown) => read(reference, shown),
  }
}

/** One decision of a pool. */
interface Drawn {
  readonly pool: Pool
  readonly at: number
}

function draw({ pools }: PracticeSource, rng: Rng): Drawn[] {
  const weights = pools.map(({ weight }) => weight)
  return Array.from({ length: ROWS }, () => {
    const pool = pools[rng.weighted(weights)]
    return { pool, at: rng.integer(pool.dilemmas.length) }
  })
}

/** Input rows under a cue, [rows, layout.input]. */
function inputs({ network }: PracticeSource, situations: readonly Drawn[], cue: Cue): tf.Tensor2D {
  const { layout } = network.spec
  const out = new Float32Array(ROWS * layout.input)
  situations.forEach(({ pool, at }, row) => {
    out.set(pool.inputs.subarray(at * layout.input, (at + 1) * layout.input), row * layout.input)
    writeCue(out, row * layout.input + layout.adapter + COMMON, cue)
  })
  return tf.tensor2d(out, [ROWS, layout.input])
}

/** A number for each legal action, 0 elsewhere, [rows, actions]. */
function table(
  { network }: PracticeSource,
  situations: readonly Drawn[],
  of: (dilemma: Pool['dilemmas'][number], legal: number, row: number) => number,
): tf.Tensor2D {
  const { actions } = network.spec.layout
  const out = new Float32Array(ROWS * actions)
  situations.forEach(({ pool, at }, row) => {
    const dilemma = pool.dilemmas[at]
    dilemma.legal.forEach((action, i) => {
      out[row * actions + pool.firstRow + action] = of(dilemma, i, row)
    })
  })
  return tf.tensor2d(out, [ROWS, actions])
}

const DARK_COLUMNS = DARK_APPRAISALS.map((name) => APPRAISALS.indexOf(name))
const darkness = (appraisals: Float64Array, legal: number): number =>
  DARK_COLUMNS.reduce((sum, column) => sum + appraisals[legal * FEATURES + column], 0)

/** @param traits of each row, or of all */
function policies(
  source: PracticeSource,
  situations: readonly Drawn[],
  traits: TraitVector | readonly TraitVector[],
  cue: Cue,
): tf.Tensor2D {
  const { cueStrength, loadings, traits: set } = source
  const wanting = new Map<TraitVector, Float64Array>()
  const wantsOf = (own: TraitVector) => {
    const known = wanting.get(own) ?? preference(underCue(own, cue, cueStrength, set.shifts), loadings)
    wanting.set(own, known)
    return known
  }
  const each = situations.map(({ pool, at }, row) =>
    choose(pool.dilemmas[at], wantsOf((Array.isArray(traits[0]) ? traits[row] : traits) as TraitVector)),
  )
  return table(source, situations, (_, i, row) => each[row][i])
}

function once<T>(make: () => T): () => T {
  let made: T | undefined
  return () => {
    made ??= make()
    return made
  }
}
