import { Argument, Command } from 'commander'
import type { ExportFlags } from './export-action.ts'
import { repeatable } from './study.ts'

export function exportCommand(): Command {
  return new Command('export')
    .summary('write the matches of a run as logs that another program reads')
    .description(
      'Write the kept matches of a run as eval logs of Inspect (inspect_ai): one log per arm, or per env of a tournament, one ' +
        'sample per match, seats as spans of agents, and payoff, power, route and traits as scores. Matches are replayed.',
    )
    .addArgument(new Argument('<format>', 'what to write').choices(['inspect']))
    .argument('<run>', 'folder of a study’s run or of a tournament, such as runs/latest')
    .option('--out <DIR>', 'a new or empty folder for the logs (default: inspect in the run’s folder)')
    .addOption(
      repeatable(
        '--plugin <FILE>',
        'file of an env or intervention that the matches need and the run folder does not name; may be repeated',
      ),
    )
    .option('--json', 'print { schema, logs: [{ file, arm, samples }] } on standard output')
    .action(async (format: 'inspect', run: string, flags: ExportFlags) =>
      (await import('./export-action.ts')).exportRun(format, run, flags),
    )
}
