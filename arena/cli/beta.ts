import { Command } from 'commander'
import type { BetaFlags } from './beta-action.ts'
import { collect } from './study.ts'

export function betaCommand(): Command {
  return new Command('beta')
    .description('what an env itself selects: payoff per SD of each trait of scripted writers, with intervals')
    .argument('<env>', 'id or path of a train env')
    .option('--set <key=value>', 'an env param; may be repeated', collect, [])
    .option('--writers <N>', 'scripted writers a replicate', '512')
    .option('--replicates <N>', 'replicates, which the intervals are over', '20')
    .option('--seed <S>', 'seed of every number', '1')
    .option('--json', 'print { schema, env, params, seed, rows, selected, open, label }')
    .action(async (ref: string, flags: BetaFlags) => (await import('./beta-action.ts')).beta(ref, flags))
}
