import { describe, expect, it } from 'vitest'
import { crc32c, eventFile } from '../../../arena/store/event-file.ts'

/** Records of a file, their checksums compared. */
function records(file: Buffer): Buffer[] {
  const out: Buffer[] = []
  for (let at = 0; at < file.length; ) {
    const length = Number(file.readBigUInt64LE(at))
    const data = file.subarray(at + 12, at + 12 + length)
    expect(unmasked(file.readUInt32LE(at + 8))).toBe(crc32c(file.subarray(at, at + 8)))
    expect(unmasked(file.readUInt32LE(at + 12 + length))).toBe(crc32c(data))
    out.push(data)
    at += 16 + length
  }
  return out
}

function unmasked(crc: number): number {
  const rotated = (crc - 0xa282ead8) >>> 0
  return ((rotated >>> 17) | (rotated << 15)) >>> 0
}

describe('an event file', () => {
  it('has the checksum of RFC 3720', () => {
    expect(crc32c(Buffer.from('123456789'))).toBe(0xe3069283)
    expect(crc32c(Buffer.alloc(32))).toBe(0x8a9136aa)
    expect(crc32c(Buffer.alloc(32, 0xff))).toBe(0x62a8ab43)
  })
  it('begins with its version, and holds a record a scalar: step, tag and value', () => {
    const [version, first, second] = records(
      eventFile([
        { tag: 'reward', step: 3, value: 0.5 },
        { tag: 'power', step: 300, value: -2 },
      ]),
    )
    expect(version.toString('latin1')).toContain('brain.Event:2')
    expect([first.readDoubleLE(1), first[9], first[10]]).toEqual([3, 0x10, 3])
    expect(first.toString('latin1')).toContain('reward')
    expect(first.readFloatLE(first.length - 4)).toBe(0.5)
    // 300 as a varint: 172, 2.
    expect([second[10], second[11], second.readFloatLE(second.length - 4)]).toEqual([172, 2, -2])
  })
})
