import { Command } from 'commander'
import type { CalibrateFlags } from './calibrate-action.ts'
import { collect } from './study.ts'

export function calibrateCommand(): Command {
  return new Command('calibrate')
    .description(
      'what a study’s battery reads of each trait, on scripted writers: every line with its threshold; cached',
    )
    .argument('<study>', 'id of a shipped study, or path of a study file')
    .option('--set <key=value>', 'change a setting of the study; may be repeated', collect, [])
    .option('--evals <ids>', 'other eval envs than the study’s: ids with commas between, or `all` that ship')
    .option('--writers <N>', 'scripted writers in each of two populations', '480')
    .option('--json', 'print { schema, study, hash, battery, thresholds, traits, D, uncalibrated, groups, confusable }')
    .action(async (ref: string, flags: CalibrateFlags) => (await import('./calibrate-action.ts')).calibrate(ref, flags))
}
