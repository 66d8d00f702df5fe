import { Command } from 'commander'
import type { BenchFlags } from './bench-action.ts'

export function benchCommand(): Command {
  return new Command('bench')
    .description(
      'moves/s of stepper and reference, decisions/s in rollout, cost of interventions, seconds a phase; on this machine',
    )
    .option('--repeats <N>', 'interleaved rounds behind each median', '5')
    .option('--backend <B>', 'force gpu, wasm or cpu; METTLE_BACKEND does the same')
    .option('--json', 'print { schema, machine, engine, rollout, interventions, trial }')
    .action(async (flags: BenchFlags) => {
      // Otherwise boardgame.io walks all of G after every hook and immer checks itself: the reference would look slower.
      process.env.NODE_ENV = 'production'
      await (await import('./bench-action.ts')).bench(flags)
    })
}
