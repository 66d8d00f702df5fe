import { existsSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { Redis } from 'ioredis'
import { Fault } from '../../envs/fault.ts'
import { sha256 } from '../program/canonical.ts'
import { writeWhole } from '../store/files.ts'
import { keys } from './keys.ts'
import type { Stored } from './messages.ts'

/** Byte strings by their hash, in the server's memory or in a folder that both sides see. */
export interface Blobs {
  /**
   * @param owner the id of the job that it belongs to
   * @param seconds how long the server keeps it
   * @throws Fault where it is too large for the server
   */
  put(owner: string, bytes: Uint8Array, seconds: number, where?: Stored['where']): Promise<Stored>
  /** Sends only what the server does not hold. */
  once(bytes: Uint8Array, seconds: number): Promise<Stored>
  /** Null where it is gone, or is not what its hash says. */
  get(stored: Stored): Promise<Buffer | null>
  delete(stored: Stored): Promise<void>
}

/** Bytes of a chunk, and of a whole: the server answers nobody else while it copies a chunk. */
const CHUNK = 512 * 1024
export const MOST = 256 * 1024 * 1024

/** @param shared the folder that both sides see, where there is one */
export function createBlobs(redis: Redis, shared?: string): Blobs {
  const path = (stored: Stored) => join(shared as string, `${nameOf(stored)}.pack`)

  async function put(
    owner: string,
    bytes: Uint8Array,
    seconds: number,
    where: Stored['where'] = 'redis',
  ): Promise<Stored> {
    const stored = { sha256: sha256(bytes), copy: sha256(owner), bytes: bytes.byteLength, where }
    if (where === 'shared') writeWhole(path(stored), bytes)
    else await send(stored, bytes, seconds)
    return stored
  }

  /** Chunks go under their numbers: two workers that send the same bytes do each other no harm. */
  async function send(stored: Stored, bytes: Uint8Array, seconds: number): Promise<void> {
    if (bytes.byteLength > MOST)
      throw new Fault(
        'METTLE_ARGUMENT',
        `Expected at most ${MOST} bytes for the queue, got ${bytes.byteLength}: share a folder (--shared DIR), or keep fewer events (--events)`,
      )
    const key = keys.blob(nameOf(stored))
    for (let i = 0; i * CHUNK < bytes.byteLength; i++) {
      const chunk = Buffer.from(bytes.subarray(i * CHUNK, (i + 1) * CHUNK))
      await redis.multi().hset(key, String(i), chunk).expire(key, seconds).exec()
    }
  }

  async function receive(stored: Stored): Promise<Buffer | null> {
    const chunks: Buffer[] = []
    for (let i = 0; i * CHUNK < Math.min(stored.bytes, MOST); i++) {
      const chunk = await redis.hgetBuffer(keys.blob(nameOf(stored)), String(i))
      if (!chunk) return null
      chunks.push(chunk)
    }
    return Buffer.concat(chunks)
  }

  async function get(stored: Stored): Promise<Buffer | null> {
    const bytes = stored.where === 'redis' ? await receive(stored) : read(stored)
    return bytes && sha256(bytes) === stored.sha256 ? bytes : null
  }

  const read = (stored: Stored): Buffer | null =>
    shared && existsSync(path(stored)) ? readFileSync(path(stored)) : null

  return {
    put,
    get,
    async once(bytes, seconds) {
      const stored: Stored = { sha256: sha256(bytes), copy: '', bytes: bytes.byteLength, where: 'redis' }
      if ((await redis.expire(keys.blob(nameOf(stored)), seconds)) === 0) await send(stored, bytes, seconds)
      return stored
    },
    async delete(stored) {
      if (stored.where === 'redis') await redis.del(keys.blob(nameOf(stored)))
      else if (shared) rmSync(path(stored), { force: true })
    },
  }
}

/** What it is called where it is kept. */
export const nameOf = ({ sha256: hash, copy }: Stored): string => (copy ? `${hash}-${copy.slice(0, 16)}` : hash)
