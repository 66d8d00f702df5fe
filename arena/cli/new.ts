import { Command } from 'commander'

export function newCommand(): Command {
  return new Command('new')
    .summary('make a plugin to start from: an env, agent, intervention or study')
    .description(
      'Make a folder with a small working plugin in JavaScript, its test, its page and a package.json; an env gets a board ' +
        'too. It passes `mettle check` and its own test at once and needs no build step.',
    )
    .argument('<kind>', 'one of: env, agent, intervention, study')
    .argument('<name>', 'its id and the name of its package, in kebab-case')
    .option('--out <DIR>', 'the folder that is made (default: the name)')
    .option('--json', 'print { folder, files }')
    .action(async (kind: string, name: string, flags: { out?: string; json?: boolean }) =>
      (await import('./new-action.ts')).makePlugin(kind, name, flags),
    )
}
