import { numbers, tf } from './backend.ts'
import { maskOf } from './compiled/options.ts'
import { latentsOnHeap, leaningsOnHeap, policiesOnHeap, type Question } from './compiled/reading.ts'
import { questionRow } from './layout.ts'
import type { LatentTransform, Network } from './network.ts'
import { POINTS } from './questionnaire.ts'
import { itemsOf } from './spec.ts'

// What a network is read by: no gradient, many minds on the same rows. On the heap where it is compiled, else in tensors.

/** Probabilities of the legal options of some rows by each mind, [minds][options]. @param minds m of each, [persona] */
export function policiesOf(
  network: Network,
  question: Question,
  minds: readonly Float32Array[],
  motivation?: LatentTransform,
): Float64Array[] {
  if (network.compiled) return policiesOnHeap(network.compiled, question, minds, motivation)
  const { layout } = network.spec
  const rows = question.options.ends.length - 1
  const { mask, places } = maskOf(question.options, layout.actions)
  return minds.map((m) => {
    const policy = numbers(() => {
      const input = tf.tensor2d(question.input, [rows, layout.input])
      const { logits } = network.forward(input, tiled(m, rows), tf.tensor2d(mask, [rows, layout.actions]), motivation)
      return tf.softmax(logits)
    })
    return Float64Array.from(places, (place) => policy[place])
  })
}

/** z of each mind on every row, [minds][rows × persona]. @param input [rows × layout.input] */
export function latentsOf(network: Network, input: Float32Array, minds: readonly Float32Array[]): Float32Array[] {
  if (network.compiled) return latentsOnHeap(network.compiled, input, minds)
  const { layout } = network.spec
  const rows = input.length / layout.input
  return minds.map((m) => numbers(() => network.z(tf.tensor2d(input, [rows, layout.input]), tiled(m, rows))))
}

/** What each mind answers to the questionnaire under the neutral cue, [minds][ITEMS], each 1 … 5. */
export function selfReports(network: Network, minds: readonly Float32Array[]): Float32Array[] {
  const { layout, persona } = network.spec
  const question = questionRow(layout)
  if (network.compiled)
    return leaningsOnHeap(network.compiled, question, minds).map((leanings) =>
      leanings.map((x) => 1 + (POINTS - 1) / (1 + Math.exp(-x))),
    )
  const flat = new Float32Array(minds.length * persona)
  minds.forEach((m, i) => void flat.set(m, i * persona))
  const all = numbers(() => {
    const asked = tf.tile(tf.tensor2d(question, [1, layout.input]), [minds.length, 1]) as tf.Tensor2D
    return network.answers(network.z(asked, tf.tensor2d(flat, [minds.length, persona])))
  })
  const items = itemsOf(network.spec)
  return minds.map((_, i) => all.slice(i * items, (i + 1) * items))
}

const tiled = (m: Float32Array, rows: number) => tf.tile(tf.tensor2d(m, [1, m.length]), [rows, 1]) as tf.Tensor2D
