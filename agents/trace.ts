import type { Options } from './compiled/options.ts'
import type { Trace } from './define.ts'
import { type Block, blockOf, type Layout } from './layout.ts'

/** What a network computed for many decisions at once, by column. */
export interface Batch {
  readonly layout: Layout
  /** [rows × layout.input] */
  readonly input: Float32Array
  /** Legal actions of each row, and their probabilities. */
  readonly options: Options
  readonly policy: Float64Array
  /** z before and after interventions, [rows × persona]; `moved` only where some touch it. */
  readonly z: Float32Array
  readonly moved?: Float32Array
  /** [rows] */
  readonly value: Float32Array
  /** What was said before each decision; absent where networks do not narrate. */
  readonly narrations?: readonly NonNullable<Trace['narration']>[]
}

/**
 * The trace of one row of a batch: a window, which makes an array only when it is asked for one. Most traces are asked
 * for nothing, and a rollout has thousands.
 */
export class TraceOfRow implements Trace {
  readonly logProbability: number
  readonly value: number
  readonly #batch: Batch
  readonly #row: number
  readonly #block: Block

  /** @param option the one taken, among those of the batch */
  constructor(batch: Batch, row: number, block: Block, option: number) {
    this.#batch = batch
    this.#row = row
    this.#block = block
    const narration = batch.narrations?.[row]
    const said = narration ? Math.log(narration.probabilities[narration.token]) : 0
    this.logProbability = Math.log(batch.policy[option]) + said
    this.value = batch.value[row]
  }

  get input(): Float32Array {
    return this.#part(this.#batch.input)
  }

  get z(): Float32Array {
    return this.#part(this.#batch.z)
  }

  get moved(): Float32Array | undefined {
    const { moved } = this.#batch
    return moved && this.#part(moved)
  }

  get mask(): Float32Array {
    const out = new Float32Array(this.#batch.layout.actions)
    this.#eachOption((action) => {
      out[action] = 1
    })
    return out
  }

  get policy(): Float32Array {
    const out = new Float32Array(this.#block.rows)
    this.#eachOption((action, option) => {
      out[action - this.#block.firstRow] = this.#batch.policy[option]
    })
    return out
  }

  get narration(): Trace['narration'] {
    return this.#batch.narrations?.[this.#row]
  }

  #part(column: Float32Array): Float32Array {
    const width = column.length / this.#batch.value.length
    return column.subarray(this.#row * width, (this.#row + 1) * width)
  }

  #eachOption(visit: (action: number, option: number) => void): void {
    const { ends, actions } = this.#batch.options
    for (let o = ends[this.#row]; o < ends[this.#row + 1]; o++) visit(actions[o], o)
  }
}

/** The blocks of a layout, found by id once. */
export function blocksOf(layout: Layout): (id: string) => Block {
  const known = new Map<string, Block>()
  return (id) => {
    const block = known.get(id) ?? blockOf(layout, id)
    known.set(id, block)
    return block
  }
}
