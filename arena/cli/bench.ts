import { Command } from 'commander'
import type { BenchFlags } from './bench-flags.ts'

export function benchCommand(): Command {
  return new Command('bench')
    .summary('measure the speed of this program on this machine')
    .description(
      'Measure speed on this machine: game moves per second of Mettle’s engine (stepper) and of boardgame.io itself ' +
        '(reference), decisions per second in rollouts, the cost of each intervention per update, and the seconds that ' +
        'each phase of a trial takes. With --compare, run this build and another by turns and print how many times faster ' +
        'this one is.',
    )
    .option('--repeats <N>', 'number of interleaved rounds over which each median is taken, 1 to 1000', '5')
    .option(
      '--backend <B>',
      'use this tfjs backend only: gpu, wasm or cpu (default: the environment variable METTLE_BACKEND, else the first ' +
        'that works)',
    )
    .option(
      '--compare <DIR>',
      'compare with the build in this folder (a checkout after npm ci): imitation, PPO, measuring, rollout, engine, jobs, ' +
        'whole studies and memory, by turns; about an hour',
    )
    .option('--pairs <N>', 'with --compare: runs of each build, 1 to 1000 (default: 7)')
    .option(
      '--only <ROWS>',
      'with --compare: these rows alone, commas between them, of imitation-512, imitation-256, ppo, ppo-hook, respond, ' +
        'rollout, exact-20, exact-75, trusted, dilemma, foundation, trial, trial-hooks, memory, heap, quick, workers, e0, start',
    )
    .option('--long', 'with --compare: also e0 on 10 foundations (up to an hour a run), and npm ci and npm start')
    .option(
      '--growth',
      'instead: time and memory against episodes, seats, match length, items, widths and foundations, and the powers they ' +
        'go with; repeats as above',
    )
    .option(
      '--json',
      'print { schema, machine, engine, rollout, interventions, trial } on standard output; with --compare ' +
        '{ schema, machine, pairs, own, other, rows }, with --growth { schema, machine, rows }',
    )
    .action(async (flags: BenchFlags) => {
      // Otherwise boardgame.io walks all of G after every hook and immer checks itself: the reference would look slower.
      process.env.NODE_ENV = 'production'
      await (await import('./bench-action.ts')).bench(flags)
    })
}
