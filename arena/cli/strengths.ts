import { Command } from 'commander'
import type { StrengthsFlags } from './strengths-action.ts'
import { repeatable } from './study.ts'

/** Options here, action apart: `--help` need not wait for tfjs. */
export function strengthsCommand(): Command {
  return new Command('strengths')
    .summary('choose how strong each intervention of a study is, on exploratory foundations')
    .description(
      'Run every arm for which a study names strengths at each of them, on exploratory foundations that no registered ' +
        'run can share, apply the one rule that is printed with the result, and write what it chose to a TypeScript ' +
        'module that the study imports. Register the study afterwards. The same command run again resumes.',
    )
    .argument('<study>', 'id of a shipped study, or path or package of one, with `strengths`')
    .option('--to <FILE>', 'the module to write (default: <study>.strengths.ts beside the study file)')
    .option('--seed <S>', 'exploratory seed, 0 to 2147483647 (default: the study’s own)')
    .option('--foundations <N>', 'number of exploratory foundations, 1 to 1000', '3')
    .option('--workers <N>', 'number of worker threads, 1 to 512 (default: one per core); changes no result')
    .addOption(repeatable('--set <key=value>', 'change a setting or param, as for npx mettle study; may be repeated'))
    .option('--out <DIR>', 'the run folder (default: runs/<study>-strengths/<hash of study and program>)')
    .option('--backend <B>', 'use this tfjs backend only: gpu, wasm or cpu (default: as for npx mettle study)')
    .option('--dry-run', 'print the resolved exploratory study, its jobs and the expected time; run nothing')
    .option('--json', 'print what was tried and chosen as JSON on standard output')
    .action(async (ref: string, flags: StrengthsFlags) => (await import('./strengths-action.ts')).strengths(ref, flags))
}
