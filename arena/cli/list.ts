import { Command } from 'commander'

export function listCommand(): Command {
  return new Command('list')
    .description('what there is: envs, agents, interventions or studies, and the params each takes')
    .argument('<what>', 'envs, agents, interventions or studies')
    .argument('[files...]', 'plugin files to list along')
    .option('--json', 'print [{ id, version, kind?, summary, params }], params as JSON schema')
    .action(async (what: string, files: string[], flags: { json?: boolean }) =>
      (await import('./list-action.ts')).list(what, files, flags),
    )
}
