import { COMMON } from '../../envs/define.ts'
import type { tf } from '../backend.ts'
import { CUE_WIDTH } from '../cues.ts'
import type { Evidence } from '../evidence.ts'
import { TOKENS } from '../narration.ts'
import { itemsOf, type NetworkSpec } from '../spec.ts'
import { floats, loadKernels, putIntegers, take } from './heap.ts'
import { afterAnyToken, oneHot, type Said } from './narrated.ts'
import { type PerOption, type Placed, type Scorer, scored } from './options.ts'
import { type Inferred, infer } from './persona.ts'
import { routed } from './router.ts'
import { createStore, type Store } from './store.ts'
import { columns, copied, dense, inputs, type Layer, type Matrix, matrix, sparse, type Tape } from './tape.ts'

/**
 * The network on the heap: the same layers as `tensor-ops.ts` writes them in tensors, each with its way back. Nothing here
 * takes time but the kernels; `docs/compiled.md` goes from the equations to them.
 */
export interface Compiled {
  readonly spec: NetworkSpec
  readonly store: Store
  /** The network's variables as they lie, out of date where the heap learned since. */
  readonly variables: Readonly<Record<string, tf.Variable>>
  /** q(m | evidence): mean and log SD, each [personas, persona]. */
  posterior(on: Tape, evidence: Evidence): Inferred
  /** The trunk alone, [rows, trunk]. @param input [rows, layout.input] */
  trunk(on: Tape, input: Matrix): Matrix
  /** z = m + f(h, m), [rows, persona]. @param h [rows, trunk], or one row for all */
  latent(on: Tape, h: Matrix, m: Matrix): Matrix
  /** Trunk and motivation layer. @param m [rows, persona] */
  below(on: Tape, input: Matrix, m: Matrix): Below
  /** What scores the actions: output rows of their own, or weights that follow from each action's descriptor. */
  scorer(on: Tape): Scorer
  /**
   * Scores of the legal options, given what was said where it is known and over all that may be said where it is not.
   * @param h as `below` gave it @param z [rows, persona], after interventions
   */
  above(on: Tape, h: Matrix, z: Matrix, options: Placed, said?: Said): PerOption
  /** Value of the state, [rows, 1]; no slope leaves the critic's own layers. */
  value(on: Tape, below: Below): Matrix
  /** What answers lean to before the logistic curve, [rows, ITEMS]; no slope leaves the self-report head. */
  leanings(on: Tape, z: Matrix): Matrix
  /** Scores of what may be said, one option a token. @param stop whether slopes end here */
  narration(on: Tape, z: Matrix, stop?: boolean): PerOption
}

export interface Below {
  /** [rows, trunk] */
  readonly h: Matrix
  /** [rows, persona] */
  readonly z: Matrix
}

export function compile(spec: NetworkSpec, variables: Readonly<Record<string, tf.Variable>>): Compiled {
  loadKernels()
  const store = createStore(variables)
  const { layer } = store
  const { adapter } = spec.layout
  const { persona, trunk, bypass } = spec
  const shared = COMMON + CUE_WIDTH

  function trunkOf(on: Tape, input: Matrix): Matrix {
    const own = matrix(on, input.rows, spec.adapter, !learnsIn(on, ['adapter/']))
    sparse(on, columns(input, 0, adapter), layer('adapter'), own)
    const out = matrix(on, input.rows, trunk, !learnsIn(on, ['adapter/', 'trunk/']))
    return joined(on, [own, columns(input, adapter, adapter + shared)], layer('trunk'), out)
  }

  function below(on: Tape, input: Matrix, m: Matrix): Below {
    const h = trunkOf(on, input)
    return { h, z: latent(on, h, m) }
  }

  function latent(on: Tape, h: Matrix, m: Matrix): Matrix {
    const states = h.rows === 1 ? { ...h, rows: m.rows, stride: 0 } : h
    const moved = dense(on, joined(on, [states, m], layer('z/hidden')), layer('z/out'))
    const z = matrix(on, m.rows, persona)
    copied(on, m, z)
    return copied(on, moved, z, true)
  }

  function above(on: Tape, h: Matrix, z: Matrix, options: Placed, said?: Said): PerOption {
    const score = scorer(on)
    const read = readBy(on, h, z)
    const act = (parts: readonly Matrix[]) => scored(on, joined(on, parts, layer('head/hidden')), score, options)
    if (!spec.narration) return act(read)
    const after = (tokens: Said) => act([...read, oneHot(on, tokens)])
    return said ? after(said) : afterAnyToken(on, narration(on, z), options, after)
  }

  /** What the heads read: z and the bypass, weighed by the router where there is one. */
  function readBy(on: Tape, h: Matrix, z: Matrix): Matrix[] {
    if (bypass === 0) return [z]
    const past = dense(on, h, layer('bypass'), { relu: true })
    return spec.router ? routed(on, dense(on, h, layer('router')), z, past) : [z, past]
  }

  function value(on: Tape, { h, z }: Below): Matrix {
    const quiet = [h, z].map((x) => ({ ...x, slope: 0 }))
    return dense(on, joined(on, quiet, layer('critic/hidden')), layer('critic/out'))
  }

  function leanings(on: Tape, z: Matrix): Matrix {
    const read = dense(on, { ...z, slope: 0 }, layer('stated/hidden'), { relu: true })
    return dense(on, read, layer('stated/out'), { out: matrix(on, z.rows, itemsOf(spec)) })
  }

  function narration(on: Tape, z: Matrix, stop = false): PerOption {
    const hidden = dense(on, stop ? { ...z, slope: 0 } : z, layer('narration/hidden'), { relu: true })
    const { at, slope } = dense(on, hidden, layer('narration/out'))
    return { at, slope, options: tokenOptions(z.rows) }
  }

  const scorer = (on: Tape) => scorerOf(on, spec, layer)
  const posterior = (on: Tape, evidence: Evidence) => infer(on, spec, layer, evidence)
  return { spec, store, variables, posterior, scorer, trunk: trunkOf, latent, below, above, value, leanings, narration }
}

/** Whether slopes are wanted of a weight in these layers. */
const learnsIn = ({ learns }: Tape, layers: readonly string[]): boolean =>
  learns !== null && [...learns].some((name) => layers.some((layer) => name.startsWith(layer)))

/** relu([x₁ | x₂ | …]·w + b), one part of the inputs after the other, so that they need not lie side by side. */
function joined(on: Tape, parts: readonly Matrix[], layer: Layer, out?: Matrix): Matrix {
  let y = out
  let from = 0
  parts.forEach((x, i) => {
    const own = inputs(layer, from, from + x.width)
    y = dense(on, x, own, { ...(y && { out: y }), add: i > 0, relu: i === parts.length - 1 })
    from += x.width
  })
  return y as Matrix
}

/** Every token is an option in every row. */
function tokenOptions(rows: number): Placed {
  const ends = Int32Array.from({ length: rows + 1 }, (_, r) => r * TOKENS.length)
  return { ends: putIntegers(ends), actions: 0, rows, count: rows * TOKENS.length }
}

/** Output rows of their own, or weights that follow from each action's descriptor. */
function scorerOf(on: Tape, { descriptors, head }: NetworkSpec, layer: (name: string) => Layer): Scorer {
  if (!descriptors) {
    const { w, b } = layer('head/rows')
    return { w, b, step: 1, learns: on.learns?.has(w.name) ?? false }
  }
  const [actions, words] = [descriptors.rows.length, descriptors.columns.length]
  const described: Matrix = { at: take(actions * words), slope: 0, rows: actions, width: words, stride: words }
  const heap = floats()
  descriptors.rows.forEach((row, a) => void heap.set(row, described.at / 4 + a * words))
  const read = dense(on, dense(on, described, layer('head/descriptor'), { relu: true }), layer('head/score'))
  const learns = ['head/descriptor/w', 'head/score/w'].some((name) => on.learns?.has(name))
  return { w: columns(read, 0, head), b: columns(read, head, head + 1), step: head + 1, learns }
}
