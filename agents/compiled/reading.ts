import type { Evidence } from '../evidence.ts'
import type { LatentTransform } from '../network.ts'
import type { Compiled } from './compiled.ts'
import { floats, kernels, scratch } from './heap.ts'
import { changed } from './latent.ts'
import { logSoftmax, type Options, onePerAction, type PerOption, type Placed, placed, scored } from './options.ts'
import { dense, inputs, leaf, type Matrix, matrix, read, type Tape, tape } from './tape.ts'

/** Rows that a network is asked about, and what is legal in each. */
export interface Question {
  /** [rows × layout.input] */
  readonly input: Float32Array
  readonly options: Options
}

/** A pass without a way back, on the weights as they are now. */
function reading<T>({ store }: Compiled, run: (on: Tape) => T): T {
  return scratch(() => {
    store.pull()
    return run(tape())
  })
}

/** Probabilities of the legal options by each mind, [minds][options]. What does not hang on m is found once for all. */
export function policiesOnHeap(
  compiled: Compiled,
  { input, options }: Question,
  minds: readonly Float32Array[],
  change?: LatentTransform,
): Float64Array[] {
  return reading(compiled, (on) => {
    const h = compiled.trunk(on, leaf(input, compiled.spec.layout.input))
    const latent = latents(on, compiled, h)
    const heads = headsOn(on, compiled, h, placed(options))
    return minds.map((m) =>
      scratch(() => {
        const z = latent(m)
        return probabilities(on, heads(change ? changed(on, z, change) : z))
      }),
    )
  })
}

/** z of each mind on every row, [minds][rows × persona]. @param input [rows × layout.input] */
export function latentsOnHeap(compiled: Compiled, input: Float32Array, minds: readonly Float32Array[]): Float32Array[] {
  return reading(compiled, (on) => {
    const latent = latents(on, compiled, compiled.trunk(on, leaf(input, compiled.spec.layout.input)))
    return minds.map((m) => scratch(() => read(latent(m))))
  })
}

/** What answers lean to before the logistic curve, [minds][ITEMS]. @param question one input row */
export function leaningsOnHeap(
  compiled: Compiled,
  question: Float32Array,
  minds: readonly Float32Array[],
): Float32Array[] {
  return reading(compiled, (on) => {
    const latent = latents(on, compiled, compiled.trunk(on, leaf(question, question.length)))
    return minds.map((m) => scratch(() => read(compiled.leanings(on, latent(m)))))
  })
}

/** q(m | evidence): mean and log SD, [personas × persona]. */
export function inferOnHeap(compiled: Compiled, evidence: Evidence): { mean: Float32Array; logSd: Float32Array } {
  return reading(compiled, (on) => {
    const { mean, logSd } = compiled.posterior(on, evidence)
    return { mean: read(mean), logSd: read(logSd) }
  })
}

/** One decision a row, each by a mind of its own. */
export interface Decided {
  /** Probabilities of the legal options. */
  readonly policy: Float64Array
  /** z before and after interventions, [rows × persona]; `moved` only where some touch it. */
  readonly z: Float32Array
  readonly moved?: Float32Array
  /** [rows] */
  readonly value: Float32Array
}

/** @param m [rows × persona] @param said what each row said before */
export function decideOnHeap(
  compiled: Compiled,
  { input, options }: Question,
  m: Float32Array,
  change?: LatentTransform,
  said?: Int32Array,
): Decided {
  return reading(compiled, (on) => {
    const { layout, persona } = compiled.spec
    const { h, z } = compiled.below(on, leaf(input, layout.input), leaf(m, persona))
    const moved = change ? changed(on, z, change) : z
    const policy = probabilities(on, compiled.above(on, h, moved, placed(options), said))
    const value = read(compiled.value(on, { h, z }))
    return { policy, z: read(z), value, ...(change && { moved: read(moved) }) }
  })
}

/** Log-policies of as many minds as rows, [rows × actions], about −10⁴ where an action is not legal. @param m [rows × persona] */
export function logPolicyOnHeap(compiled: Compiled, { input, options }: Question, m: Float32Array): Float32Array {
  return reading(compiled, (on) => {
    const { layout, persona } = compiled.spec
    const { h, z } = compiled.below(on, leaf(input, layout.input), leaf(m, persona))
    return onePerAction(logSoftmax(on, compiled.above(on, h, z, placed(options))), options, layout.actions)
  })
}

/** m ↦ z on every row: what h adds to the hidden layer is found once. */
function latents(on: Tape, { spec, store }: Compiled, h: Matrix): (m: Float32Array) => Matrix {
  const hidden = store.layer('z/hidden')
  const byState = dense(on, h, inputs(hidden, 0, spec.trunk))
  const out = store.layer('z/out')
  return (m) => {
    const mind = leaf(m, spec.persona)
    const byMind = zeros(on, 1, byState.width)
    dense(on, mind, inputs(hidden, spec.trunk, spec.trunk + spec.persona), { add: true, out: byMind })
    const z = dense(on, shifted(on, byState, byMind, true), out)
    return shifted(on, z, mind, false)
  }
}

/** z ↦ scores: what the bypass adds to the hidden layer is found once. */
function headsOn(on: Tape, compiled: Compiled, h: Matrix, options: Placed): (z: Matrix) => PerOption {
  const { spec, store } = compiled
  if (spec.narration || spec.router) return (z) => compiled.above(on, h, z, options)
  const hidden = store.layer('head/hidden')
  const scorer = compiled.scorer(on)
  if (spec.bypass === 0) return (z) => scored(on, dense(on, z, hidden, { relu: true }), scorer, options)
  const past = dense(on, h, store.layer('bypass'), { relu: true })
  const byState = dense(on, past, inputs(hidden, spec.persona, spec.persona + spec.bypass))
  return (z) => {
    const x = matrix(on, z.rows, byState.width)
    kernels.copy(byState.at, byState.stride, x.at, x.stride, x.rows, x.width, 0)
    return scored(on, dense(on, z, inputs(hidden, 0, spec.persona), { add: true, relu: true, out: x }), scorer, options)
  }
}

function zeros(on: Tape, rows: number, width: number): Matrix {
  const x = matrix(on, rows, width)
  kernels.zero(x.at, rows * width)
  return x
}

/** Every row of x moved by the same, with or without relu. */
function shifted(on: Tape, x: Matrix, by: Matrix, relu: boolean): Matrix {
  const y = matrix(on, x.rows, x.width)
  kernels.shifted(x.at, x.stride, by.at, 0, y.at, y.stride, x.rows, x.width, relu ? 1 : 0)
  return y
}

function probabilities(on: Tape, scores: PerOption): Float64Array {
  const { at, options } = logSoftmax(on, scores)
  const heap = floats()
  const out = new Float64Array(options.count)
  for (let o = 0; o < out.length; o++) out[o] = Math.exp(heap[at / 4 + o])
  return out
}
