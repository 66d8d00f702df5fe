import { expect, it } from 'vitest'
import { EVENTS, TABLES, type TableSpec } from '../../../arena/tables/schema.ts'

const sections = (scope: TableSpec['scope']) =>
  (Object.entries(TABLES) as [string, TableSpec][])
    .filter(([, spec]) => spec.scope === scope)
    .map(([name, { about, columns, wide }]) =>
      [
        `### \`${name}\``,
        '',
        about,
        '',
        '| column | type | what it holds |',
        '|---|---|---|',
        ...Object.entries(columns).map(
          ([column, { type, about, nullable }]) =>
            `| \`${column}\` | ${type}${nullable ? ', may be null' : ''} | ${about} |`,
        ),
        ...(wide ? [`| \`${wide.prefix}0\`, \`${wide.prefix}1\`, … | ${wide.type} | ${wide.about} |`] : []),
      ].join('\n'),
    )
    .join('\n\n')

const PAGE = `# The tables of a run

Every run leaves its numbers as Parquet (zstd), so that a claim can be checked without Mettle. This page is written from the
schema itself (\`npx vitest run test/arena/tables -u\`).

\`\`\`
npx mettle sql runs/latest "show tables"
npx mettle sql runs/latest "select arm, regime, avg(value) from traits
                            where trait = 'D' and reading = 'revealed' and context = 'neutral' and stage = 'after' group by all"
npx mettle sql runs/latest "select * from events where type = 'report.filed'" --json
\`\`\`

\`mettle sql\` opens every table as a view of DuckDB, an optional package.
Any Parquet reader opens the files: \`pandas.read_parquet('runs/latest/tables/traits.parquet')\`. docs/headline.py and
docs/headline.ipynb compute a run's headline again from the tables alone, with nothing beyond Python's standard library and
a zstd module.

With \`--json\` a float that is no number, NaN or ±∞, is null.

Tables hold no clock and no path: two runs of one seed write the same bytes, whatever the number of workers.

## One file for the run, in \`tables/\`

${sections('run')}

## One file a job, in its folder under \`jobs/\`

\`mettle sql\` reads them together.

${sections('job')}

### \`events\`

What happened, from all jobs' \`events.jsonl\`: one row an event, columns that are another's null. Which events are written is \`--events\`; with \`none\`
the view has these columns and no row.

| column | type in DuckDB | what it holds |
|---|---|---|
${Object.entries(EVENTS)
  .map(([column, { type, about }]) => `| \`${column}\` | ${type} | ${about} |`)
  .join('\n')}
`

it('docs/tables.md says what the tables hold', async () => {
  await expect(PAGE).toMatchFileSnapshot('../../../docs/tables.md')
})
