import { messageOf } from '../refusal/errors.ts'
import type { Outcome } from '../run/task.ts'
import { diskTrouble } from '../store/disk.ts'
import { readResult, readTiming } from '../store/job-folder.ts'
import { type Blobs, nameOf } from './blobs.ts'
import type { Connected } from './connect.ts'
import { KEPT, keys, OFFERED } from './keys.ts'
import { type Result, resultSchema } from './messages.ts'
import { pack, unpack } from './pack.ts'

/** Results on the server, as one submitter deals with them. */
export interface Results {
  /** Says that this submitter waits for the result. */
  want(id: string): Promise<void>
  /** Puts the job's folder in place. Undefined while there is no whole result. */
  collect(id: string, jobs: string, folder: string): Promise<Outcome | undefined>
  /** Shortens the life of a collected foundation: workers ask for it again. */
  keepShortly(id: string): Promise<void>
  /** Puts a foundation from the run folder back on the server. */
  offer(id: string, dir: string): Promise<void>
  /** No longer waits for it; deletes it unless another submitter waits. @returns how many others wait */
  release(id: string): Promise<number>
}

/** @param self the submitter's id */
export function createResults({ redis }: Pick<Connected, 'redis'>, blobs: Blobs, self: string): Results {
  const read = async (id: string): Promise<Result | null> => resultOf(await redis.get(keys.result(id)))

  async function drop(id: string, result: Result | null): Promise<void> {
    await redis.del(keys.result(id))
    if (result) await blobs.delete(result.pack)
  }

  /** One that was killed comes back under another id. */
  const alive = async (ids: readonly string[]): Promise<number> =>
    ids.length === 0 ? 0 : redis.exists(ids.map((each) => keys.member('submitter', each)))

  return {
    async want(id) {
      await redis.multi().sadd(keys.wants(id), self).expire(keys.wants(id), KEPT).exec()
    },
    async collect(id, jobs, folder) {
      const result = await read(id)
      const bytes = result && (await blobs.get(result.pack))
      if (!bytes) {
        // Half of a result is none: the job is done again.
        if (result) await drop(id, result)
        return undefined
      }
      try {
        unpack(bytes, jobs, folder)
        readResult(jobs, folder)
        return { ok: true, timing: readTiming(jobs, folder) }
      } catch (error) {
        const trouble = diskTrouble(error)
        if (trouble) return { ok: false, error: messageOf(error), stack: messageOf(error), trouble }
        await drop(id, result)
        return undefined
      }
    },
    async keepShortly(id) {
      const result = await read(id)
      await redis.expire(keys.result(id), OFFERED)
      if (result?.pack.where === 'redis') await redis.expire(keys.blob(nameOf(result.pack)), OFFERED)
    },
    async offer(id, dir) {
      const result = await read(id)
      if (result?.pack.where === 'redis' && (await redis.expire(keys.blob(nameOf(result.pack)), OFFERED)) === 1) return
      const stored = await blobs.put(id, pack(dir), OFFERED)
      await redis.set(keys.result(id), JSON.stringify({ pack: stored, worker: self } satisfies Result), 'EX', OFFERED)
      // One in a folder that the worker does not see: nothing names it any more.
      if (result?.pack.where === 'shared') await blobs.delete(result.pack)
    },
    async release(id) {
      await redis.srem(keys.wants(id), self)
      const others = await alive(await redis.smembers(keys.wants(id)))
      if (others === 0) {
        await redis.del(keys.wants(id))
        await drop(id, await read(id))
      }
      return others
    },
  }
}

/** What a text says of a result, if it says anything. */
export function resultOf(json: string | null): Result | null {
  if (json === null) return null
  try {
    return resultSchema.parse(JSON.parse(json))
  } catch {
    return null
  }
}
