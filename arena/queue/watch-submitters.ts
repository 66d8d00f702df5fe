import type { Connected } from './connect.ts'
import { BEAT } from './keys.ts'
import { refusalOf, type WorkerFacts } from './messages.ts'
import { present } from './presence.ts'

/** Says once of each submitter why this worker can do nothing for it. */
export function watchSubmitters(
  { redis }: Pick<Connected, 'redis'>,
  facts: () => WorkerFacts,
  say: (text: string) => void,
): { close(): void } {
  const told = new Set<string>()
  const look = async () => {
    if (redis.status !== 'ready') return
    for (const submitter of await present(redis, 'submitter')) {
      const refusal = refusalOf(facts(), submitter)
      if (refusal === null || told.has(submitter.id)) continue
      told.add(submitter.id)
      say(`does nothing for ${submitter.study} of ${submitter.host}:${submitter.pid}: ${refusal}`)
    }
  }
  const again = () => void look().catch(() => {})
  again()
  const timer = setInterval(again, BEAT)
  return { close: () => clearInterval(timer) }
}
