import { COMMON, type Env } from '../envs/define.ts'
import { ArgumentFault } from '../envs/fault.ts'
import { CUE_WIDTH, type Cue, writeCue } from './cues.ts'

/** How a network lays out its inputs and outputs: per env one block of observations and one block of action rows. */
export interface Layout {
  readonly envs: readonly Block[]
  /** Length of an input row: the adapter's part, then COMMON features, then the cue. */
  readonly input: number
  /** Length of the adapter's part: all envs' own observations, then a one-hot of the env. */
  readonly adapter: number
  /** Action rows of all envs together. */
  readonly actions: number
}

/** The places of one env. */
export interface Block {
  /** Id of the env. */
  readonly id: string
  /** Place among the envs, from 0. */
  readonly index: number
  /** Length of its observation without COMMON. */
  readonly observation: number
  /** Where its observation begins in an input row. */
  readonly from: number
  /** Number of its actions. */
  readonly rows: number
  /** Where its actions begin among the action rows. */
  readonly firstRow: number
}

/** The sizes that a block is laid out from. */
export type Size = Pick<Block, 'id' | 'observation' | 'rows'>
export const sizeOf = (env: Env): Size => ({
  id: env.id,
  observation: env.observationSize - COMMON,
  rows: env.actions.length,
})

export const layoutOf = (envs: readonly Env[]): Layout => layOut(envs.map(sizeOf))

export function layOut(envs: readonly Size[]): Layout {
  let from = 0
  let firstRow = 0
  const blocks = envs.map(({ id, observation, rows }, index): Block => {
    const block = { id, index, observation, from, rows, firstRow }
    from += observation
    firstRow += rows
    return block
  })
  const adapter = from + envs.length
  return { envs: blocks, adapter, input: adapter + COMMON + CUE_WIDTH, actions: firstRow }
}

/** The block of an env. @throws ArgumentFault when the layout has no such env */
export function blockOf(layout: Layout, id: string): Block {
  const block = layout.envs.find((each) => each.id === id)
  if (!block)
    throw new ArgumentFault(`Expected an env this network was built for (${layout.envs.map((e) => e.id)}), got ${id}`)
  return block
}

/**
 * Writes one decision's input row: own block, env one-hot, common features, the cue's wording. `out` arrives zeroed.
 * @param at where in `out` the row begins
 */
export function encode(
  layout: Layout,
  block: Block,
  observation: Float32Array,
  cue: Cue,
  out: Float32Array,
  at = 0,
): void {
  for (let i = 0; i < block.observation; i++) out[at + block.from + i] = observation[COMMON + i]
  out[at + layout.adapter - layout.envs.length + block.index] = 1
  for (let i = 0; i < COMMON; i++) out[at + layout.adapter + i] = observation[i]
  writeCue(out, at + layout.adapter + COMMON, cue)
}

/** The input row of the self-report: no env, no common features, no cue, [layout.input]. */
export function questionRow(layout: Layout): Float32Array {
  const row = new Float32Array(layout.input)
  writeCue(row, layout.adapter + COMMON, 'neutral')
  return row
}
