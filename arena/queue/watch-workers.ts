import type { RunEvent } from '../run/run.ts'
import type { Connected } from './connect.ts'
import { BEAT } from './keys.ts'
import { refusalOf, type SubmitterFacts } from './messages.ts'
import { present } from './presence.ts'

/** How long a submitter waits for a first worker before it says so, ms. */
const ALONE = 3000

/** Tells a run how many jobs its workers do side by side, and which workers can do none of them. */
export function watchWorkers(
  { redis, shown }: Connected,
  self: SubmitterFacts,
  on: (event: RunEvent) => void,
): { close(): void } {
  const refused = new Set<string>()
  const started = performance.now()
  let [lanes, lonely, looking] = [-1, false, false]
  const say = (text: string) => on({ type: 'printed', text })

  async function look(): Promise<void> {
    const workers = await present(redis, 'worker')
    let now = 0
    for (const worker of workers) {
      const refusal = refusalOf(worker, self)
      if (refusal === null) now += worker.lanes
      else if (!refused.has(worker.id)) {
        refused.add(worker.id)
        say(`worker ${worker.host}:${worker.pid} does nothing for this study: ${refusal}`)
      }
    }
    if (now === 0 && !lonely && performance.now() - started > ALONE) {
      lonely = true
      say(`No worker is there. On any machine: npx mettle worker --queue ${shown}${self.plugins ? ' --plugins' : ''}`)
    }
    if (now !== lanes) {
      if (now > 0) {
        on({ type: 'lanes', lanes: now })
        say(`${now} ${now === 1 ? 'job' : 'jobs'} side by side`)
      }
      lanes = now
    }
  }

  const again = () => {
    if (looking || redis.status !== 'ready') return
    looking = true
    look()
      .catch(() => {})
      .finally(() => {
        looking = false
      })
  }
  again()
  // A connection that is just being made is not asked before it stands.
  redis.on('ready', again)
  const timer = setInterval(again, BEAT)
  return {
    close() {
      redis.off('ready', again)
      clearInterval(timer)
    },
  }
}
