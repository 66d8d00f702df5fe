import { Command } from 'commander'
import type { WorkerFlags } from './worker-action.ts'

export function workerCommand(): Command {
  return new Command('worker')
    .summary('compute jobs of studies that are submitted to a queue')
    .description(
      'Take jobs from a queue on a Redis server and compute them, for any study that is submitted there by the same ' +
        'build of Mettle with the same backend and major version of Node (npx mettle study … --queue URL). Any number ' +
        'of workers may join and leave at any time, also before there is a study. Ctrl-C ends running jobs and leaves; ' +
        'a second one gives them back at once.',
    )
    .requiredOption(
      '--queue <URL>',
      'redis://[:password@]host:port/db, or rediss:// for an encrypted way (the password may stand in METTLE_QUEUE_PASSWORD)',
    )
    .option('--concurrency <N>', 'jobs side by side, a thread each, 1 to 512 (default: one per core)')
    .option('--backend <B>', 'use this tfjs backend only: gpu, wasm or cpu (default: the first that works)')
    .option('--one-job', 'leave after one job; without one, after a minute')
    .option('--idle <S>', 'leave after so many seconds without a job (default: never, or 60 with --one-job)')
    .option('--plugins', 'run study files that submitters send too: code from whoever may write to the server')
    .option('--shared <DIR>', 'a folder that submitters see too; results travel through it, not through Redis')
    .action(async (flags: WorkerFlags) => (await import('./worker-action.ts')).worker(flags))
}
