import { Command } from 'commander'

export function runsCommand(): Command {
  return new Command('runs')
    .summary('list the runs in a folder, newest first')
    .description(
      'List the runs in a folder and below it, newest first: study, when it was last started, whether it is finished, ' +
        'foundations, seed, program, and the question.',
    )
    .argument('[folder]', 'folder to look in', 'runs')
    .option('--json', 'print [{ folder, study, question, started, state, foundations, seed, mettle }]')
    .action(async (folder: string, flags: { json?: boolean }) =>
      (await import('./runs-action.ts')).runs(folder, flags.json ?? false),
    )
}
