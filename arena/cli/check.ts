import { Command } from 'commander'

export function checkCommand(): Command {
  return new Command('check')
    .summary('test whether an env, intervention or agent keeps its contract')
    .description(
      'Test whether a plugin (env, intervention or agent) keeps its contract. Prints one line per check; ' +
        'docs/conformance.md explains each check. Exit code 1 where a check fails.',
    )
    .argument(
      '<plugin>',
      'id of a shipped env, intervention or agent (mcts:iterations=20), or path or package of a plugin',
    )
    .option(
      '--update',
      'write <id>.playthrough.txt (recorded play as text, kept beside the env file) instead of comparing with it',
    )
    .option('--env <ENV>', 'for an agent: check it in this env alone, an id, or the path or package of one')
    .option('--json', 'print { subject, checks: [{ name, ok, message? }] }; ok is null for a check that was not run')
    .action(async (ref: string, flags: { update?: boolean; env?: string; json?: boolean }) =>
      (await import('./check-action.ts')).checkPlugin(ref, flags),
    )
}
