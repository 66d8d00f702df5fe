import { Command } from 'commander'
import type { BetaFlags } from './beta-action.ts'
import { repeatable } from './study.ts'

export function betaCommand(): Command {
  return new Command('beta')
    .summary('measure what an env itself pays for each trait')
    .description(
      'Measure which traits an env itself rewards. Scripted personas (writers) with random traits play the env; payoff ' +
        'is regressed on all eight traits. The slopes (β, the selection gradient, in payoff per SD of a trait) are printed ' +
        'with 95 % intervals, at three mean personas and against two panels of opponents. No network is involved.',
    )
    .argument('<env>', 'id of a train env, or path or package of one')
    .addOption(repeatable('--set <key=value>', 'set a param of the env (rounds=3); may be repeated'))
    .option('--writers <N>', 'number of writers per replicate, 16 to 100000', '512')
    .option(
      '--replicates <N>',
      'number of replicates (independent samples of writers), the n of intervals, 2 to 1000',
      '20',
    )
    .option('--seed <S>', 'seed of all random numbers, 0 to 2147483647', '1')
    .option('--json', 'print { schema, env, params, seed, rows, selected, open, label } on standard output')
    .action(async (ref: string, flags: BetaFlags) => (await import('./beta-action.ts')).beta(ref, flags))
}
