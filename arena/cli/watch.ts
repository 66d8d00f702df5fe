import { Command } from 'commander'
import { collect } from './study.ts'
import type { WatchFlags } from './watch-flags.ts'

export function watchCommand(): Command {
  return new Command('watch')
    .description('watch matches in boardgame.io’s Debug panel, with the motives beside the moves, or play one')
    .argument('<run>', 'folder of a run or tournament, such as runs/latest, or a file of matches')
    .option('--live', 'the run is still going on: what it writes appears as it comes')
    .option('--export <DIR>', 'write a page of static files that any web server can serve, and stop')
    .option('--port <N>', 'port on 127.0.0.1 (default: any that is free)')
    .option('--open', 'start the browser')
    .option(
      '--plugin <FILE>',
      'file of an env or intervention that the run does not name; may be repeated',
      collect,
      [],
    )
    .option('--json', 'print { schema, url } or { schema, exported, jobs }')
    .action(async (run: string, flags: WatchFlags) => (await import('./watch-action.ts')).watch(run, flags))
}
