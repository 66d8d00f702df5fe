import { Command } from 'commander'

export function sqlCommand(): Command {
  return new Command('sql')
    .summary('query the tables of a run or a tournament in SQL')
    .description(
      'Query the tables of a run in SQL, by DuckDB. docs/tables.md describes each table and column; the query ' +
        '"show tables" lists them. A tournament has one, matches.',
    )
    .argument('<run>', 'folder of a run or a tournament, such as runs/latest')
    .argument('<query>', `an SQL query, such as "select arm, avg(value) from traits where trait = 'D' group by arm"`)
    .option('--json', 'print { schema, columns, rows } on standard output')
    .action(async (run: string, query: string, flags: { json?: boolean }) =>
      (await import('./sql-action.ts')).sql(run, query, flags),
    )
}
