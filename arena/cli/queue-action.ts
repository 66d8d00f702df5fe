import { addressOf } from '../queue/address.ts'
import { connect } from '../queue/connect.ts'
import { serveMetrics } from '../queue/metrics.ts'
import { createView, type QueueState, type View } from '../queue/view.ts'
import { refuse } from '../refusal/errors.ts'
import { counted } from '../statistics/show.ts'
import { integer } from './integer.ts'
import { columns, narrate, print, printJson } from './print.ts'
import type { ACTIONS, QueueFlags } from './queue-flags.ts'

/** The action of `mettle queue`. @throws Refusal */
export async function queue(action: string | undefined, job: string | undefined, flags: QueueFlags): Promise<void> {
  if (job !== undefined && action !== 'retry') refuse('queue', `no job with ${action}`, job)
  const port = flags.metrics === undefined ? undefined : integer('--metrics', flags.metrics, 0, 65_535)
  const connected = await connect(addressOf(flags.queue), narrate)
  const view = createView(connected)
  try {
    if (action !== undefined) await DO[action as (typeof ACTIONS)[number]](view, job)
    else if (port !== undefined) await metrics(port, view)
    else if (flags.json) printJson(await view.state())
    else print(shown(await view.state()))
  } finally {
    await view.close()
    connected.close()
  }
}

const DO: Readonly<Record<(typeof ACTIONS)[number], (view: View, job?: string) => Promise<void>>> = {
  async retry(view, job) {
    const again = await view.retry(job)
    if (job !== undefined && again.length === 0) refuse('queue retry', 'name or id of a failed job', job)
    narrate(
      `${counted(again.length, 'job')} waiting again. A run that counted one as failed picks it up when it is resumed.`,
    )
  },
  async pause(view) {
    await view.pause()
    narrate('Paused: running jobs end, and no other starts. Go on with: resume')
  },
  async resume(view) {
    await view.resume()
    narrate('Workers take jobs again.')
  },
  async drain(view) {
    narrate(
      `${counted(await view.drain(), 'waiting job')} forgotten; runs that waited for them stop and can be resumed.`,
    )
  },
}

async function metrics(port: number, view: View): Promise<void> {
  const { url, close } = await serveMetrics(port, view.state)
  narrate(`Prometheus reads ${url}; Ctrl-C ends it.`)
  await new Promise<void>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve())
  })
  close()
}

function shown({ server, memory, workers, submitters, queues, failures }: QueueState): string {
  const program = ({ build, backend, node }: (typeof workers)[number]['program']) =>
    `build ${build.slice(0, 8)}, ${backend}, Node ${node}`
  const list = (title: string, rows: readonly (readonly string[])[], none: string) =>
    rows.length > 0 ? `${title}\n${columns(rows)}` : none
  return [
    `${server}, ${(memory / 1e6).toFixed(1)} MB`,
    list(
      'Workers',
      workers.map((each) => [
        `${each.host}:${each.pid}`,
        `${each.running.length} of ${each.lanes} lanes`,
        `${each.done} done${each.failed > 0 ? `, ${each.failed} failed` : ''}`,
        program(each.program) + (each.plugins ? ', plugins' : ''),
        each.running.slice(0, 3).join(' '),
      ]),
      'No worker is there.',
    ),
    list(
      'Runs that wait',
      submitters.map((each) => [
        `${each.host}:${each.pid}`,
        `${each.study} ${each.hash.slice(0, 8)}`,
        program(each.program),
      ]),
      'No run waits.',
    ),
    list(
      'Queues',
      queues.map(({ name, paused, waiting, running, failed }) => [
        name,
        `${waiting} waiting`,
        `${running} running`,
        `${failed} failed`,
        paused ? 'paused' : '',
      ]),
      'No queue is there.',
    ),
    ...(failures.length > 0
      ? [
          list(
            'Failed',
            failures.map(({ name, id, reason }) => [name, id, reason]),
            '',
          ),
        ]
      : []),
  ].join('\n\n')
}
