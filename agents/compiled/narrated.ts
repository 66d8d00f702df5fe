import { TOKENS } from '../narration.ts'
import { floats } from './heap.ts'
import { eachRow, logSoftmax, type PerOption, type Placed, perOption } from './options.ts'
import { type Matrix, matrix, type Tape } from './tape.ts'

/** What each row says before it acts, indices into TOKENS. */
export type Said = Int32Array

/** What was said, one-hot, [rows, TOKENS]. */
export function oneHot(on: Tape, said: Said): Matrix {
  const x = matrix(on, said.length, TOKENS.length, true)
  const heap = floats()
  heap.fill(0, x.at / 4, x.at / 4 + said.length * x.width)
  for (let r = 0; r < said.length; r++) heap[x.at / 4 + r * x.width + said[r]] = 1
  return x
}

/** log Σ P(token) · P(option | token) over all that may be said. */
export function afterAnyToken(
  on: Tape,
  narration: PerOption,
  options: Placed,
  after: (said: Said) => PerOption,
): PerOption {
  const said = logSoftmax(on, narration)
  const acts = TOKENS.map((_, k) => logSoftmax(on, after(new Int32Array(options.rows).fill(k))))
  const joint = perOption(on, options)
  const heap = floats()
  eachRow(options, (r, first, end) => {
    for (let o = first; o < end; o++) {
      let total = 0
      for (let k = 0; k < acts.length; k++) total += Math.exp(joined(heap, said, acts, r, o, k))
      heap[joint.at / 4 + o] = Math.log(total)
    }
  })
  if (on.learns) on.back.push(() => throughTokens(said, acts, joint))
  return joint
}

const joined = (heap: Float32Array, said: PerOption, acts: readonly PerOption[], r: number, o: number, k: number) =>
  heap[said.at / 4 + r * TOKENS.length + k] + heap[acts[k].at / 4 + o]

/** Each token gets its share of the slope. */
function throughTokens(said: PerOption, acts: readonly PerOption[], joint: PerOption): void {
  const heap = floats()
  eachRow(joint.options, (r, first, end) => {
    for (let o = first; o < end; o++)
      for (let k = 0; k < acts.length; k++) {
        const share = Math.exp(joined(heap, said, acts, r, o, k) - heap[joint.at / 4 + o]) * heap[joint.slope / 4 + o]
        heap[said.slope / 4 + r * TOKENS.length + k] += share
        heap[acts[k].slope / 4 + o] += share
      }
  })
}
