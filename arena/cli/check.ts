import { Command } from 'commander'

export function checkCommand(): Command {
  return new Command('check')
    .description('does a plugin keep its contract? One line a check; docs/conformance.md says what each claims')
    .argument('<plugin>', 'id of a shipped env, intervention or agent (mcts:iterations=20), or path of a plugin file')
    .option('--update', 'write the playthrough.txt beside the env instead of comparing it')
    .option('--env <ENV>', 'check an agent in this env: an id or the path of an env file')
    .option('--json', 'print { subject, checks: [{ name, ok, message? }] }; ok is null where a check was not run')
    .action(async (ref: string, flags: { update?: boolean; env?: string; json?: boolean }) =>
      (await import('./check-action.ts')).checkPlugin(ref, flags),
    )
}
