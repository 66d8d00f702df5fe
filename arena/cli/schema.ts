import { Command } from 'commander'

export function schemaCommand(): Command {
  return new Command('schema')
    .summary('print the JSON Schema of what a study, env, agent or intervention takes')
    .description(
      'Print the JSON Schema (draft 2020-12) of the settings of studies, or of the params of an env, agent or intervention, with ' +
        'ranges, defaults and descriptions, for editors and validators.',
    )
    .argument('<kind>', 'one of: study, env, agent, intervention')
    .argument(
      '[id]',
      'id, path or package; left out, settings with their own defaults, or the params of all that ship, by id',
    )
    .action(async (kind: string, id: string | undefined) => (await import('./schema-action.ts')).printSchema(kind, id))
}
