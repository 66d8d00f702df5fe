/** One point of a curve. */
export interface Scalar {
  readonly tag: string
  readonly step: number
  readonly value: number
}

/**
 * A TensorBoard event file of scalars: TFRecords (length, masked CRC-32C, bytes, masked CRC-32C) of the protocol buffer
 * `Event` with its fields wall_time (1), step (2), file_version (3) and summary (5) (tensorflow/core/util/event.proto).
 * The time of an event is its step, so that the same run gives the same bytes.
 */
export function eventFile(scalars: readonly Scalar[]): Buffer {
  const version = Buffer.concat([time(0), bytes(3, Buffer.from('brain.Event:2'))])
  return Buffer.concat([version, ...scalars.map(event)].map(record))
}

function event({ tag, step, value }: Scalar): Buffer {
  const single = Buffer.alloc(5)
  single[0] = key(2, 5)
  single.writeFloatLE(value, 1)
  const summary = bytes(1, Buffer.concat([bytes(1, Buffer.from(tag)), single]))
  return Buffer.concat([time(step), Buffer.from([key(2, 0)]), varint(step), bytes(5, summary)])
}

function time(seconds: number): Buffer {
  const field = Buffer.alloc(9)
  field[0] = key(1, 1)
  field.writeDoubleLE(seconds, 1)
  return field
}

/** A field's number and how it is written: 0 varint, 1 eight bytes, 2 length and bytes, 5 four bytes. */
const key = (field: number, wire: number): number => (field << 3) | wire

const bytes = (field: number, value: Buffer): Buffer =>
  Buffer.concat([Buffer.from([key(field, 2)]), varint(value.length), value])

function varint(value: number): Buffer {
  const out: number[] = []
  for (let rest = value; ; rest = Math.floor(rest / 128)) {
    if (rest < 128) return Buffer.from([...out, rest])
    out.push((rest % 128) | 128)
  }
}

function record(data: Buffer): Buffer {
  const length = Buffer.alloc(8)
  length.writeBigUInt64LE(BigInt(data.length))
  return Buffer.concat([length, masked(length), data, masked(data)])
}

function masked(data: Buffer): Buffer {
  const crc = crc32c(data)
  const out = Buffer.alloc(4)
  out.writeUInt32LE((((crc >>> 15) | (crc << 17)) + 0xa282ead8) >>> 0)
  return out
}

/** Castagnoli's polynomial, reversed; zlib has another. */
const TABLE = Uint32Array.from({ length: 256 }, (_, n) => {
  let c = n
  for (let bit = 0; bit < 8; bit++) c = c & 1 ? (c >>> 1) ^ 0x82f63b78 : c >>> 1
  return c
})

/** CRC-32C (RFC 3720, appendix B.4). */
export function crc32c(data: Uint8Array): number {
  let crc = 0xffffffff
  for (const byte of data) crc = TABLE[(crc ^ byte) & 255] ^ (crc >>> 8)
  return (crc ^ 0xffffffff) >>> 0
}
