import { Command } from 'commander'
import type { CalibrateFlags } from './calibrate-action.ts'
import { repeatable } from './study.ts'

export function calibrateCommand(): Command {
  return new Command('calibrate')
    .summary('test how well a study’s eval envs measure each trait')
    .description(
      'Test how well a study’s battery (its eval envs) measures each trait: scripted personas (writers) whose traits are ' +
        'known take it, and measured traits are compared with true ones. Prints every statistic with its threshold; ' +
        'docs/calibration.md explains each. No network is involved. Results are cached. Exit code 1 where a trait of the ' +
        'dark composite D misses a threshold.',
    )
    .argument('<study>', 'id of a shipped study (npx mettle list studies), or path or package of one')
    .addOption(repeatable('--set <key=value>', 'change a setting of the study; may be repeated'))
    .option(
      '--evals <ids>',
      'use these eval envs instead of the study’s: ids separated by commas, or `all` for every eval env that ships',
    )
    .option(
      '--writers <N>',
      'number of writers in each of two populations (independent traits; traits correlated as in people), 32 to 100000',
      '480',
    )
    .option('--json', 'print { schema, study, hash, battery, thresholds, traits, D, uncalibrated, groups, confusable }')
    .action(async (ref: string, flags: CalibrateFlags) => (await import('./calibrate-action.ts')).calibrate(ref, flags))
}
