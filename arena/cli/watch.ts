import { Command } from 'commander'
import { repeatable } from './study.ts'
import type { WatchFlags } from './watch-flags.ts'

export function watchCommand(): Command {
  return new Command('watch')
    .summary('watch the matches of a run in the browser, or play one')
    .description(
      'Serve a page on this machine that replays the matches of a run or tournament: the board, boardgame.io’s Debug ' +
        'panel and, beside each move, the agent’s action probabilities, traits and motivation m (the persona it infers) ' +
        'where the run recorded them. A person can also play against agents of the run. Prints the address; Ctrl-C ends it.',
    )
    .argument('<run>', 'folder of a run or tournament, such as runs/latest, or a file of matches')
    .option('--live', 'follow a run that is still going on: new matches and measurements appear as they are written')
    .option('--export <DIR>', 'write the page as files that open from a disk or any web server, and exit')
    .option('--played', 'export the matches that people played here too')
    .option('--port <N>', 'port on 127.0.0.1, 0 to 65535 (default: any that is free)')
    .option('--open', 'open the page in the browser')
    .addOption(
      repeatable(
        '--plugin <FILE>',
        'file of an env or intervention that the matches need and the run folder does not name; may be repeated',
      ),
    )
    .option('--json', 'print { schema, url }, or with --export { schema, exported, jobs }')
    .action(async (run: string, flags: WatchFlags) => (await import('./watch-action.ts')).watch(run, flags))
}
