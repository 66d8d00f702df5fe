import { COMMON, type Env } from '../envs/define.ts'
import { ArgumentFault } from '../envs/fault.ts'
import { CUE_WIDTH, type Cue, writeCue } from './cues.ts'

/** How a network lays out its inputs and outputs: one block of observation and one of action rows an env. */
export interface Layout {
  readonly envs: readonly Block[]
  /** adapter block (all envs' own observations and an env one-hot) + COMMON + cues. */
  readonly input: number
  readonly adapter: number
  readonly actions: number
}
export interface Block {
  readonly id: string
  readonly index: number
  readonly observation: number
  readonly from: number
  readonly rows: number
  readonly firstRow: number
}

/** What a block is laid out from. */
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

/**
 * @throws ArgumentFault when the layout has no such env.
 */
export function blockOf(layout: Layout, id: string): Block {
  const block = layout.envs.find((each) => each.id === id)
  if (!block)
    throw new ArgumentFault(`Expected an env this network was built for (${layout.envs.map((e) => e.id)}), got ${id}`)
  return block
}

/** Writes one decision's input row: own block, env one-hot, common features, the cue's wording. `out` arrives zeroed. */
export function encode(layout: Layout, block: Block, observation: Float32Array, cue: Cue, out: Float32Array): void {
  for (let i = 0; i < block.observation; i++) out[block.from + i] = observation[COMMON + i]
  out[layout.adapter - layout.envs.length + block.index] = 1
  for (let i = 0; i < COMMON; i++) out[layout.adapter + i] = observation[i]
  writeCue(out, layout.adapter + COMMON, cue)
}

/** The self-report context: no env, nothing common, a cue. */
export function encodeQuestion(layout: Layout, cue: Cue, out: Float32Array): void {
  writeCue(out, layout.adapter + COMMON, cue)
}
