import type { Redis } from 'ioredis'
import type { z } from 'zod'
import { ALIVE, BEAT, keys } from './keys.ts'
import { type SubmitterFacts, submitterSchema, type WorkerFacts, workerSchema } from './messages.ts'

interface Facts {
  worker: WorkerFacts
  submitter: SubmitterFacts
}
type Role = keyof Facts

/** Keeps somebody known as there, by a sign of life every few seconds. */
export function announce<R extends Role>(redis: Redis, role: R, facts: () => Facts[R]): { leave(): Promise<void> } {
  const { id } = facts()
  const beat = () => {
    // A server that is away holds the commands back; one sign of life is enough then.
    if (redis.status !== 'ready') return
    const sign = redis.multi().sadd(keys.members(role), id)
    sign
      .set(keys.member(role, id), JSON.stringify(facts()), 'EX', ALIVE)
      .exec()
      .catch(() => {})
  }
  beat()
  const timer = setInterval(beat, BEAT)
  redis.on('ready', beat)
  return {
    async leave() {
      clearInterval(timer)
      redis.off('ready', beat)
      if (redis.status !== 'ready') return
      await redis.multi().srem(keys.members(role), id).del(keys.member(role, id)).exec()
    },
  }
}

/** Who is there, by id; those that gave no sign of life are struck off. */
export async function present<R extends Role>(redis: Redis, role: R): Promise<Facts[R][]> {
  const ids = (await redis.smembers(keys.members(role))).sort()
  if (ids.length === 0) return []
  const found = await redis.mget(ids.map((id) => keys.member(role, id)))
  const gone = ids.filter((_, i) => found[i] === null)
  if (gone.length > 0) await redis.srem(keys.members(role), ...gone)
  const schema: z.ZodType = role === 'worker' ? workerSchema : submitterSchema
  return found.flatMap((json) => {
    const { success, data } = schema.safeParse(json && parsed(json))
    return success ? [data as Facts[R]] : []
  })
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json)
  } catch {
    return undefined
  }
}
