/** Loaded before a program (`node --import`): when it ends, writes what processor time all its threads took. */
import { writeFileSync } from 'node:fs'
import { isMainThread } from 'node:worker_threads'

const { METTLE_METER } = process.env
if (isMainThread && METTLE_METER)
  process.on('exit', () => {
    const { user, system } = process.cpuUsage()
    writeFileSync(METTLE_METER, JSON.stringify({ cpu: (user + system) / 1e6 }))
  })
