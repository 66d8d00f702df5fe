import { Command } from 'commander'

export function listCommand(): Command {
  return new Command('list')
    .summary('list envs, agents, interventions or studies')
    .description(
      'List the envs, agents, interventions or studies that ship, or those of the plugins that are named, each with ' +
        'id, kind, version and a one-sentence summary. With --params also what each can be given.',
    )
    .argument('<what>', 'one of: envs, agents, interventions, studies')
    .argument('[files...]', 'plugins of that sort, by path or package, listed in place of those that ship')
    .option('--params', 'also list the params that each takes, with range, default and meaning')
    .option('--json', 'print [{ id, version, kind?, summary, params }]; params is a JSON schema')
    .action(async (what: string, files: string[], flags: { json?: boolean; params?: boolean }) =>
      (await import('./list-action.ts')).list(what, files, flags),
    )
}
