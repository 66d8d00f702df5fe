import { Fault } from '../envs/fault.ts'
import { distinct, type Evidence, inOrder, shownRows } from './evidence.ts'
import type { NetworkSpec, Weights } from './spec.ts'

/** Name of the tensor that holds the assistant's evidence, [sets, rows per set, width]. */
const ASSISTANT = 'assistant'

/**
 * A network as safetensors: 8 bytes of header length, a JSON header, little-endian float32 data. Any safetensors reader
 * opens it. The spec that rebuilds the network travels in the header's metadata, the assistant's evidence beside the
 * weights. @throws Fault naming the tensor that is not finite
 */
export function encodeCheckpoint(spec: NetworkSpec, weights: Weights, assistant: Evidence): Uint8Array {
  const { each, width } = assistant
  const rows = shownRows(assistant)
  requireFinite(weights)
  const tensors: Weights = {
    ...weights,
    [ASSISTANT]: { shape: [rows.length / (each * width), each, width], values: rows },
  }
  const header: Record<string, unknown> = { __metadata__: { format: 'mettle', spec: JSON.stringify(spec) } }
  let offset = 0
  for (const [name, { shape, values }] of Object.entries(tensors)) {
    header[name] = { dtype: 'F32', shape, data_offsets: [offset, offset + 4 * values.length] }
    offset += 4 * values.length
  }
  const json = new TextEncoder().encode(JSON.stringify(header))
  const padded = Math.ceil(json.length / 8) * 8
  const out = new Uint8Array(8 + padded + offset).fill(0x20, 8, 8 + padded)
  const view = new DataView(out.buffer)
  view.setBigUint64(0, BigInt(padded), true)
  out.set(json, 8)
  let at = 8 + padded
  for (const { values } of Object.values(tensors)) {
    for (const value of values) {
      view.setFloat32(at, value, true)
      at += 4
    }
  }
  return out
}

/** All that brings a network back. */
export interface Checkpoint {
  readonly spec: NetworkSpec
  readonly weights: Weights
  /** What shows the assistant. */
  readonly assistant: Evidence
}

/** Reads what `encodeCheckpoint` wrote. @throws Error saying what was expected when the bytes are no such checkpoint */
export function decodeCheckpoint(bytes: Uint8Array): Checkpoint {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const length = bytes.length >= 8 ? Number(view.getBigUint64(0, true)) : Number.NaN
  if (!(8 + length <= bytes.length))
    throw new Fault('METTLE_FILE', `Expected a safetensors checkpoint, got ${bytes.length} bytes without its header`)
  const { __metadata__, ...entries } = JSON.parse(new TextDecoder().decode(bytes.subarray(8, 8 + length)))
  if (__metadata__?.format !== 'mettle')
    throw new Fault('METTLE_FILE', 'Expected a checkpoint with a mettle spec in its metadata, got none')
  const tensors: Weights = Object.fromEntries(
    Object.entries(entries as Record<string, { shape: number[]; data_offsets: [number, number] }>).map(
      ([
        name,
        {
          shape,
          data_offsets: [from, to],
        },
      ]) => [
        name,
        {
          shape,
          values: Float32Array.from({ length: (to - from) / 4 }, (_, i) =>
            view.getFloat32(8 + length + from + 4 * i, true),
          ),
        },
      ],
    ),
  )
  const { [ASSISTANT]: shown, ...weights } = tensors
  if (!shown)
    throw new Fault(
      'METTLE_FILE',
      "Expected the assistant's evidence in the checkpoint, got none: an older version wrote it, run it again",
    )
  const [, each, width] = shown.shape
  requireFinite(weights)
  return { spec: JSON.parse(__metadata__.spec), weights, assistant: distinct(inOrder(width, each, shown.values)) }
}

function requireFinite(weights: Weights): void {
  for (const [name, { values }] of Object.entries(weights)) {
    const at = values.findIndex((value) => !Number.isFinite(value))
    if (at >= 0)
      throw new Fault('METTLE_NUMBER', `Expected a checkpoint of finite weights, got ${values[at]} in ${name} at ${at}`)
  }
}
