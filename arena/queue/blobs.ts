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
  /** @param seconds how long the server keeps it @throws Fault where it is too large for the server */
  put(bytes: Uint8Array, seconds: number, where?: Stored['where']): Promise<Stored>
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
  const path = (hash: string) => join(shared as string, `${hash}.pack`)

  async function put(bytes: Uint8Array, seconds: number, where: Stored['where'] = 'redis'): Promise<Stored> {
    const stored = { sha256: sha256(bytes), bytes: bytes.byteLength, where }
    if (where === 'shared') writeWhole(path(stored.sha256), bytes)
    else await send(stored, bytes, seconds)
    return stored
  }

  /** Chunks go under their numbers: two workers that send the same bytes do each other no harm. */
  async function send({ sha256: hash }: Stored, bytes: Uint8Array, seconds: number): Promise<void> {
    if (bytes.byteLength > MOST)
      throw new Fault(
        'METTLE_ARGUMENT',
        `Expected at most ${MOST} bytes for the queue, got ${bytes.byteLength}: share a folder (--shared DIR), or keep fewer events (--events)`,
      )
    const key = keys.blob(hash)
    for (let i = 0; i * CHUNK < bytes.byteLength; i++) {
      await redis.hset(key, String(i), Buffer.from(bytes.subarray(i * CHUNK, (i + 1) * CHUNK)))
      await redis.expire(key, seconds)
    }
  }

  async function receive({ sha256: hash, bytes }: Stored): Promise<Buffer | null> {
    const chunks: Buffer[] = []
    for (let i = 0; i * CHUNK < Math.min(bytes, MOST); i++) {
      const chunk = await redis.hgetBuffer(keys.blob(hash), String(i))
      if (!chunk) return null
      chunks.push(chunk)
    }
    return Buffer.concat(chunks)
  }

  async function get(stored: Stored): Promise<Buffer | null> {
    const bytes = stored.where === 'redis' ? await receive(stored) : read(stored)
    return bytes && sha256(bytes) === stored.sha256 ? bytes : null
  }

  const read = ({ sha256: hash }: Stored): Buffer | null =>
    shared && existsSync(path(hash)) ? readFileSync(path(hash)) : null

  return {
    put,
    get,
    async once(bytes, seconds) {
      const hash = sha256(bytes)
      const there = (await redis.expire(keys.blob(hash), seconds)) === 1
      return there ? { sha256: hash, bytes: bytes.byteLength, where: 'redis' } : put(bytes, seconds)
    },
    async delete({ sha256: hash, where }) {
      if (where === 'redis') await redis.del(keys.blob(hash))
      else if (shared) rmSync(path(hash), { force: true })
    },
  }
}
