import type { NetworkSpec, Weights } from './network.ts'

/**
 * Weights as safetensors: 8 bytes of header length, a JSON header, little-endian float32 data. Any safetensors reader opens it;
 * the spec that rebuilds the network travels in the header's metadata.
 */
export function encodeCheckpoint(spec: NetworkSpec, weights: Weights): Uint8Array {
  const header: Record<string, unknown> = { __metadata__: { format: 'mettle', spec: JSON.stringify(spec) } }
  let offset = 0
  for (const [name, { shape, values }] of Object.entries(weights)) {
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
  for (const { values } of Object.values(weights)) {
    for (const value of values) {
      view.setFloat32(at, value, true)
      at += 4
    }
  }
  return out
}

/** @throws Error saying what was expected when the bytes are no checkpoint of Mettle. */
export function decodeCheckpoint(bytes: Uint8Array): { spec: NetworkSpec; weights: Weights } {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const length = bytes.length >= 8 ? Number(view.getBigUint64(0, true)) : Number.NaN
  if (!(8 + length <= bytes.length))
    throw new Error(`Expected a safetensors checkpoint, got ${bytes.length} bytes without its header`)
  const { __metadata__, ...entries } = JSON.parse(new TextDecoder().decode(bytes.subarray(8, 8 + length)))
  if (__metadata__?.format !== 'mettle')
    throw new Error('Expected a checkpoint with a mettle spec in its metadata, got none')
  const weights = Object.fromEntries(
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
  return { spec: JSON.parse(__metadata__.spec), weights }
}
