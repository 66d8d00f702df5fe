import { expect, it } from 'vitest'
import { decodeCheckpoint, encodeCheckpoint } from '../../agents/checkpoint.ts'
import { inOrder } from '../../agents/evidence.ts'
import { layoutOf } from '../../agents/layout.ts'
import { initialise } from '../../agents/spec.ts'
import { boardroom } from '../../envs/boardroom/env.ts'
import { createRng } from '../../envs/random.ts'

const evidence = { kind: 'acts' as const, width: 3 }
const spec = { layout: layoutOf([boardroom()]), evidence, persona: 8, adapter: 4, trunk: 4, bypass: 2, head: 4 }
const assistant = inOrder(
  3,
  2,
  Float32Array.from({ length: 12 }, (_, i) => i / 7),
)

it('a checkpoint survives the round trip bit for bit', () => {
  const weights = initialise(spec, createRng(1))
  const back = decodeCheckpoint(encodeCheckpoint(spec, weights, assistant))
  expect(back.spec).toEqual(spec)
  expect(back.weights).toEqual(weights)
  expect(back.assistant).toEqual(assistant)
})

it('is a safetensors file: header length, JSON, data', () => {
  const bytes = encodeCheckpoint(spec, initialise(spec, createRng(1)), assistant)
  const length = Number(new DataView(bytes.buffer).getBigUint64(0, true))
  const header = JSON.parse(new TextDecoder().decode(bytes.subarray(8, 8 + length)))
  expect(length % 8).toBe(0)
  expect(header['adapter/w']).toMatchObject({ dtype: 'F32', shape: [spec.layout.adapter, 4] })
  const ends = Object.values(header).map((entry: any) => entry.data_offsets?.[1] ?? 0)
  expect(8 + length + Math.max(...ends)).toBe(bytes.length)
})

it('refuses what is no checkpoint, saying what was expected', () => {
  expect(() => decodeCheckpoint(new Uint8Array([1, 2, 3]))).toThrow(/Expected a safetensors checkpoint/)
})
