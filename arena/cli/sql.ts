import { Command } from 'commander'

export function sqlCommand(): Command {
  return new Command('sql')
    .description('ask a run in SQL: its tables are views (docs/tables.md), DuckDB answers')
    .argument('<run>', 'folder of a run, such as runs/latest')
    .argument('<query>', `such as "select arm, avg(value) from traits where trait = 'D' group by arm"`)
    .option('--json', 'print { schema, columns, rows }')
    .action(async (run: string, query: string, flags: { json?: boolean }) =>
      (await import('./sql-action.ts')).sql(run, query, flags),
    )
}
