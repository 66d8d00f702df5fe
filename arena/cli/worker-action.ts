import { availableParallelism } from 'node:os'
import { loadBackend } from '../../agents/backend.ts'
import { queueBuild, versions } from '../program/build.ts'
import { addressOf } from '../queue/address.ts'
import { connect } from '../queue/connect.ts'
import { queueProgram } from '../queue/messages.ts'
import { work } from '../queue/work.ts'
import { messageOf, Refusal } from '../refusal/errors.ts'
import { counted } from '../statistics/show.ts'
import { integer } from './integer.ts'
import { onSignals } from './interrupt.ts'
import { narrate } from './print.ts'
import { sharedFolder } from './shared-folder.ts'
import { backendOf } from './study-flags.ts'

export interface WorkerFlags {
  readonly queue: string
  readonly concurrency?: string
  readonly backend?: string
  readonly oneJob?: boolean
  readonly idle?: string
  readonly plugins?: boolean
  readonly shared?: string
}

/** The action of `mettle worker`; sets the exit code. @throws Refusal */
export async function worker(flags: WorkerFlags): Promise<void> {
  const address = addressOf(flags.queue)
  const asked = optionsOf(flags)
  const connected = await connect(address, narrate)
  try {
    const backend = await loadBackend(backendOf(flags)).catch((error) => {
      throw new Refusal(`--backend: ${messageOf(error)}`, { cause: error })
    })
    const program = queueProgram({ mettle: versions().mettle, build: queueBuild(), backend: backend.name })
    const working = work(connected, { ...asked, program, say: narrate })
    narrate(
      `worker ${process.pid} on ${connected.shown}: ${counted(asked.lanes, 'job')} side by side, ${backend.name}, build ${program.build}, Node ${program.node}`,
    )
    const release = onSignals(
      () => {
        narrate('Leaving: running jobs end first. Ctrl-C again gives them back to the queue.')
        working.leave()
      },
      () => void working.giveBack().then(() => process.exit(130)),
    )
    const { done, failed, trouble } = await working.left
    release()
    narrate(
      `Left after ${counted(done, 'job')}${failed > 0 ? `, ${failed} more failed` : ''}${trouble ? `: ${trouble}` : ''}`,
    )
    process.exitCode = trouble ? 1 : 0
  } finally {
    connected.close()
  }
}

function optionsOf(flags: WorkerFlags) {
  const { concurrency, oneJob = false, plugins = false, idle, shared } = flags
  const lanes = concurrency === undefined ? availableParallelism() : integer('--concurrency', concurrency, 1, 512)
  return {
    lanes: oneJob ? 1 : lanes,
    oneJob,
    plugins,
    idle: idle === undefined ? (oneJob ? 60 : 0) : integer('--idle', idle, 0, 1_000_000),
    ...(shared !== undefined && { shared: sharedFolder(shared) }),
  }
}
