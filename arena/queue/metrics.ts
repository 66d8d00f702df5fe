import { createServer } from 'node:http'
import { refuse } from '../refusal/errors.ts'
import type { QueueState } from './view.ts'

interface Metric {
  readonly name: string
  readonly type: 'gauge' | 'counter'
  readonly help: string
  readonly values: readonly (readonly [labels: Readonly<Record<string, string>>, value: number])[]
}

/** The state of a queue as Prometheus reads it. */
export function metricsText({ queues, workers, submitters, memory }: QueueState): string {
  const who = ({ host, pid }: { host: string; pid: number }) => ({ worker: `${host}:${pid}` })
  const metrics: readonly Metric[] = [
    {
      name: 'mettle_queue_jobs',
      type: 'gauge',
      help: 'Jobs in a queue, by state.',
      values: queues.flatMap(({ name, waiting, running, failed }) =>
        Object.entries({ waiting, running, failed }).map(([state, n]) => [{ queue: name, state }, n] as const),
      ),
    },
    {
      name: 'mettle_queue_paused',
      type: 'gauge',
      help: '1 while no worker takes jobs.',
      values: queues.map(({ name, paused }) => [{ queue: name }, paused ? 1 : 0]),
    },
    {
      name: 'mettle_worker_lanes',
      type: 'gauge',
      help: 'Jobs that a worker does side by side.',
      values: workers.map((worker) => [who(worker), worker.lanes]),
    },
    {
      name: 'mettle_worker_running',
      type: 'gauge',
      help: 'Jobs that a worker has in hand.',
      values: workers.map((worker) => [who(worker), worker.running.length]),
    },
    {
      name: 'mettle_worker_jobs_total',
      type: 'counter',
      help: 'Jobs that a worker has ended, by outcome.',
      values: workers.flatMap((worker) => [
        [{ ...who(worker), outcome: 'done' }, worker.done] as const,
        [{ ...who(worker), outcome: 'failed' }, worker.failed] as const,
      ]),
    },
    { name: 'mettle_submitters', type: 'gauge', help: 'Runs that wait for jobs.', values: [[{}, submitters.length]] },
    { name: 'mettle_redis_memory_bytes', type: 'gauge', help: 'Bytes that the server holds.', values: [[{}, memory]] },
  ]
  return `${metrics.map(metricText).join('\n')}\n`
}

const metricText = ({ name, type, help, values }: Metric): string =>
  [
    `# HELP ${name} ${help}`,
    `# TYPE ${name} ${type}`,
    ...values.map(([labels, value]) => `${name}${labelsText(labels)} ${value}`),
  ].join('\n')

function labelsText(labels: Readonly<Record<string, string>>): string {
  const pairs = Object.entries(labels).map(([key, value]) => `${key}="${escaped(value)}"`)
  return pairs.length > 0 ? `{${pairs.join(',')}}` : ''
}

const escaped = (value: string): string => value.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n')

/**
 * Answers GET /metrics on this machine alone.
 * @returns the address, and what ends it @throws Refusal where the port is taken
 */
export async function serveMetrics(port: number, state: () => Promise<QueueState>) {
  const server = createServer((request, response) => {
    const answer = (status: number, text: string) =>
      response.writeHead(status, { 'content-type': 'text/plain; version=0.0.4; charset=utf-8' }).end(text)
    // A name of another site that leads here is none of ours.
    const host = /^(127\.0\.0\.1|localhost|\[::1\])(:\d+)?$/.test(request.headers.host ?? '')
    if (!host) answer(403, 'expected a Host on this machine\n')
    else if (request.method !== 'GET' || request.url !== '/metrics') answer(404, 'expected GET /metrics\n')
    else
      state().then(
        (now) => answer(200, metricsText(now)),
        () => answer(503, 'the server of the queue does not answer\n'),
      )
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error) => {
      try {
        refuse(`--metrics ${port}`, 'a free port', error.message)
      } catch (refusal) {
        reject(refusal)
      }
    })
    server.listen(port, '127.0.0.1', resolve)
  })
  const address = server.address()
  const own = typeof address === 'object' && address ? address.port : port
  return { url: `http://127.0.0.1:${own}/metrics`, close: () => void server.close() }
}
