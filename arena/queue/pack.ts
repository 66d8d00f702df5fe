import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join, sep } from 'node:path'
import { z } from 'zod'
import { Fault } from '../../envs/fault.ts'
import { messageOf } from '../refusal/errors.ts'
import { publish } from '../store/files.ts'
import { beginJob } from '../store/job-folder.ts'

/*
 * A job's folder as one byte string: four bytes of the head's length, the head as JSON, then the files one after the
 * other. Files are compressed already where that helps.
 */

const part = '(?!\\.)[\\w.-]{1,100}'
const headSchema = z
  .array(z.strictObject({ path: z.string().regex(new RegExp(`^${part}(/${part}){0,3}$`)), bytes: z.int().min(0) }))
  .max(1000)

/** @param dir a finished job's folder */
export function pack(dir: string): Buffer {
  const files = readdirSync(dir, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort()
  const contents = files.map((file) => readFileSync(file))
  const head = files.map((file, i) => ({
    path: file.slice(join(dir, sep).length).split(sep).join('/'),
    bytes: contents[i].byteLength,
  }))
  const json = Buffer.from(JSON.stringify(head))
  const length = Buffer.alloc(4)
  length.writeUInt32LE(json.byteLength)
  return Buffer.concat([length, json, ...contents])
}

/**
 * Puts a job's folder in place, whole or not at all. No file can land outside it.
 * @throws Fault where the bytes are no such folder
 */
export function unpack(bytes: Buffer, jobs: string, folder: string): void {
  const { head, from } = headOf(bytes)
  const dir = beginJob(jobs, folder)
  try {
    let at = from
    for (const { path, bytes: size } of head) {
      const file = join(dir, ...path.split('/'))
      mkdirSync(dirname(file), { recursive: true })
      writeFileSync(file, bytes.subarray(at, at + size))
      at += size
    }
    rmSync(join(jobs, folder), { recursive: true, force: true })
    publish(dir, join(jobs, folder))
  } finally {
    rmSync(dir, { recursive: true, force: true })
  }
}

function headOf(bytes: Buffer) {
  try {
    const from = 4 + bytes.readUInt32LE(0)
    const head = headSchema.parse(JSON.parse(bytes.toString('utf8', 4, from)))
    const whole = head.reduce((sum, { bytes: size }) => sum + size, from)
    const paths = new Set(head.map(({ path }) => path))
    if (whole !== bytes.byteLength || paths.size !== head.length || !paths.has('result.json'))
      throw new Fault('METTLE_FILE', 'its parts do not add up to a job')
    return { head, from }
  } catch (error) {
    throw new Fault('METTLE_FILE', `Expected a job's folder as one byte string, got another: ${messageOf(error)}`)
  }
}
