import { tf } from '../../agents/backend.ts'
import { CUE_WIDTH, type Cue, writeCue } from '../../agents/cues.ts'
import type { EvidenceSource } from '../../agents/evidence.ts'
import type { Network } from '../../agents/network.ts'
import type { UpdateTensors } from '../../agents/ppo-tensors.ts'
import { type Population, samplePersona } from '../../agents/traits.ts'
import { COMMON } from '../../envs/define.ts'
import type { Rng } from '../../envs/random.ts'
import type { LossContext, TraitVectors } from '../../interventions/define.ts'

/** Most writers that `population()` draws, once per minibatch. */
const DRAWN_WRITERS = 64
/** Acts that show each of them under `acts` evidence. */
const ACTS_SHOWN = 16

/** What losses are given beside the minibatch. */
export interface LossParts {
  readonly network: Network
  readonly vectors: TraitVectors
  /** Whom `population()` draws, and what shows them. */
  readonly population: Population
  readonly evidenceSource: EvidenceSource
  readonly personas: Rng
  readonly practice: LossContext['practice']
}

/** What a loss hook is called with on a minibatch. */
export function lossContext(tensors: UpdateTensors, parts: LossParts): LossContext {
  const { network, vectors, population, evidenceSource, personas: rng, practice } = parts
  const { layout } = network.spec
  const { weight, logPolicy, mask, z, answers } = tensors
  return {
    weight,
    logPolicy,
    mask,
    z,
    answers,
    // Found where a loss reads it, and only there.
    get reference() {
      return tensors.reference
    },
    get referenceZ() {
      return tensors.referenceZ
    },
    vectors,
    practice,
    forward(cue) {
      const input = framed(tensors.input, layout.adapter + COMMON, cue)
      const { logits, z: own } = network.forward(input, tensors.minds(), mask)
      return { logPolicy: tf.logSoftmax(logits) as tf.Tensor2D, z: own }
    },
    population() {
      const rows = Math.min(DRAWN_WRITERS, tensors.input.shape[0])
      const personas = Array.from({ length: rows }, () => samplePersona(population, rng))
      const amount = evidenceSource.kind === 'acts' ? ACTS_SHOWN : evidenceSource.long
      const { mean } = network.posterior(evidenceSource.show(personas, amount, rng))
      return network.z(tf.slice(tensors.input, [0, 0], [rows, -1]) as tf.Tensor2D, mean)
    },
  }
}

/** The same rows under a cue. */
function framed(input: tf.Tensor2D, at: number, cue: Cue): tf.Tensor2D {
  const wording = new Float32Array(CUE_WIDTH)
  writeCue(wording, 0, cue)
  const [rows, width] = input.shape
  const before = tf.slice(input, [0, 0], [rows, at])
  const words = tf.tile(tf.tensor2d(wording, [1, CUE_WIDTH]), [rows, 1])
  const after = tf.slice(input, [0, at + CUE_WIDTH], [rows, width - at - CUE_WIDTH])
  return tf.concat([before, words, after], 1) as tf.Tensor2D
}
