import { Command } from 'commander'
import type { CompareFlags } from './compare-flags.ts'

export function compareCommand(): Command {
  return new Command('compare')
    .summary('compare finished runs: settings that differ, effects side by side')
    .description(
      'Compare finished runs of one question: another seed, build, env or setting. Prints which settings differ from the ' +
        'first run, and drag and effects side by side with the interval of their difference. The runs are taken as ' +
        'independent: where they share foundations, intervals are too wide and not too narrow.',
    )
    .argument('<runs...>', 'two or more run folders; the first is what the others are compared with')
    .option('--page <FILE>', 'write the comparison as a page of HTML too')
    .option('--json', 'print { schema, first, others: [{ run, settings, figures }] }')
    .action(async (runs: string[], flags: CompareFlags) => (await import('./compare-action.ts')).compare(runs, flags))
}
