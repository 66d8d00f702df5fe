import { Argument, Command } from 'commander'
import { ACTIONS, type QueueFlags } from './queue-flags.ts'

export function queueCommand(): Command {
  return new Command('queue')
    .summary('look at a queue: workers, jobs, failures; retry, pause, resume, drain')
    .description(
      'Show what is on a queue: workers, runs that wait, jobs, and failures with their reasons. Or do something to it: ' +
        'retry one failed job by its name or id, or all of them; pause, so that workers take no job, and resume; drain, ' +
        'which forgets waiting jobs and stops the runs that wait for them (the same command resumes one).',
    )
    .addArgument(new Argument('[action]', 'what to do; without one the queue is shown').choices(ACTIONS))
    .argument('[job]', 'with retry: name or id of the job (default: all that failed)')
    .requiredOption('--queue <URL>', 'redis://[:password@]host:port/db, or rediss://')
    .option('--metrics <PORT>', 'stay, and answer Prometheus at http://127.0.0.1:PORT/metrics, 0 for any free port')
    .option('--json', 'print { schema, server, memory, workers, submitters, queues, failures }')
    .action(async (action: string | undefined, job: string | undefined, flags: QueueFlags) =>
      (await import('./queue-action.ts')).queue(action, job, flags),
    )
}
