import { Command } from 'commander'
import type { BenchFlags } from './bench-action.ts'

export function benchCommand(): Command {
  return new Command('bench')
    .summary('measure the speed of this program on this machine')
    .description(
      'Measure speed on this machine: game moves per second of Mettle’s engine (stepper) and of boardgame.io itself ' +
        '(reference), decisions per second in rollouts, the cost of each intervention per update, and the seconds that ' +
        'each phase of a trial takes.',
    )
    .option('--repeats <N>', 'number of interleaved rounds over which each median is taken, 1 to 1000', '5')
    .option(
      '--backend <B>',
      'use this tfjs backend only: gpu, wasm or cpu (default: the environment variable METTLE_BACKEND, else the first ' +
        'that works)',
    )
    .option('--json', 'print { schema, machine, engine, rollout, interventions, trial } on standard output')
    .action(async (flags: BenchFlags) => {
      // Otherwise boardgame.io walks all of G after every hook and immer checks itself: the reference would look slower.
      process.env.NODE_ENV = 'production'
      await (await import('./bench-action.ts')).bench(flags)
    })
}
