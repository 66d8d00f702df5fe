import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { pack, unpack } from '../../../arena/queue/pack.ts'
import { folder } from '../cli/mettle.ts'

const { path: cwd, remove } = folder()
afterAll(remove)

const packed = (head: unknown, contents = '') => {
  const json = Buffer.from(JSON.stringify(head))
  const length = Buffer.alloc(4)
  length.writeUInt32LE(json.byteLength)
  return Buffer.concat([length, json, Buffer.from(contents)])
}

it('a job’s folder comes out as it went in', () => {
  const from = join(cwd, 'from')
  mkdirSync(join(from, 'matches'), { recursive: true })
  writeFileSync(join(from, 'result.json'), '{}')
  writeFileSync(join(from, 'empty.jsonl'), '')
  writeFileSync(join(from, 'matches', 'a.bin'), Buffer.from([0, 255, 128]))
  unpack(pack(from), cwd, 'job-01234567')
  expect(readdirSync(join(cwd, 'job-01234567'), { recursive: true }).sort()).toEqual(
    readdirSync(from, { recursive: true }).sort(),
  )
  expect([...readFileSync(join(cwd, 'job-01234567', 'matches', 'a.bin'))]).toEqual([0, 255, 128])
})

const result = { path: 'result.json', bytes: 2 }
it.each([
  ['leads out of the folder', packed([result, { path: '../x', bytes: 0 }], '{}')],
  ['is absolute', packed([result, { path: '/x', bytes: 0 }], '{}')],
  ['climbs further in', packed([result, { path: 'a/../../x', bytes: 0 }], '{}')],
  ['is hidden', packed([result, { path: '.x', bytes: 0 }], '{}')],
  ['comes twice', packed([result, result], '{}{}')],
  ['is longer than what there is', packed([{ ...result, bytes: 9 }], '{}')],
  ['is missing', packed([{ path: 'x', bytes: 0 }])],
  ['stands in no head', Buffer.from('nonsense')],
])('a file that %s is refused, and nothing is left behind', (_, bytes) => {
  const jobs = join(cwd, 'refused')
  expect(() => unpack(bytes, jobs, 'job-01234567')).toThrow("Expected a job's folder")
  expect(() => readdirSync(jobs)).toThrow()
})
