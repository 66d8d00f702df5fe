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

Every run writes its numbers as Parquet files (zstd), so that a claim can be checked without Mettle. This page is generated
from the schema (\`npx vitest run test/arena/tables -u\`).

\`\`\`
npx mettle sql runs/latest "show tables"
npx mettle sql runs/latest "select arm, regime, avg(value) from traits
                            where trait = 'D' and reading = 'revealed' and context = 'neutral' and stage = 'after' group by all"
npx mettle sql runs/latest "select * from events where type = 'report.filed'" --json
\`\`\`

\`mettle sql\` opens every table as a view of DuckDB, an optional package.
DuckDB, hyparquet with hyparquet-compressors, parquet-wasm with
apache-arrow, and nodejs-polars read the same values from all tables of a run of \`quick\`; other readers were not tried. hyparquet alone reads no zstd, and duckdb-wasm fetches its Parquet reader over the
network. docs/headline.py and docs/headline.ipynb compute a run's headline again from the tables alone, with nothing beyond Python's standard library and
a zstd module.

With \`--json\` a float that is NaN or ±∞ is printed as null.

What to know of numbers in a query:

- No table holds NaN: what is missing is null. A query makes NaN of \`0 / 0\`, and \`corr\` and \`regr_slope\` make it where one column is constant. DuckDB takes NaN for
  equal to itself and greater than every number, \`avg\` of it is NaN, and \`stddev\` of a column that holds one is an error. Leave it out: \`avg(x) filter (where not isnan(x))\`.
- DuckDB's \`sem\` divides the SD of a population by √n: 18 % too small over three foundations, 5 % over ten, and 0 over one. The standard error is \`stddev(x) / sqrt(count(x))\`.
- The columns \`z0\`, \`z1\`, … are FLOAT. A literal is read as FLOAT too, so \`z0 = 0.1\` can match; a bound parameter, another column or \`0.1::double\` is DOUBLE, and none equals
  the FLOAT nearest to .1. Ask for a range.
- A column has the type of this page in every file, also where all its values are null, so files of several jobs or runs can be read together: \`read_parquet([…])\`. That of
  files of your own takes types from the first of them, and rounds the fractions of the others to whole numbers where that one holds none; \`union_by_name = true\` does not.
- Lines of JSON have no types: DuckDB settles them by the first 20,480 rows of a file and rounds what comes later. \`mettle sql\` reads all of them first; in a query of
  your own say \`read_json(…, sample_size = -1)\`.
- \`mettle sql\` works on one thread. Several add floats in an order that changes from call to call, and with it the last digits of sums and means.

Tables contain no time and no path: two runs of one seed write the same bytes, whatever the number of workers.

Words used in the columns: the eight traits are PWR (power), LEAD (leadership), MAN (manipulation), ENT (entitlement), CAL
(callousness), SPI (spite), HON (honesty) and CARE (care); D is the dark composite. A writer is a scripted persona with known
traits; independent-trait writers have traits drawn independently, and "SD of independent-trait writers" is the SD over them.
A foundation is one network that has imitated writers, before RL; the assistant is the persona that it is narrowed to. A trial
is one arm in one regime on one foundation. Regimes are what RL may change: \`motive\` the mean of the motivation m alone,
\`encoder\` the weights that infer the persona and make the motivation layer z, \`full\` all weights but the adapters of the
envs and the self-report head. The focal seat is the learner's. β, the selection gradient, is the slope of payoff on traits.

## One file for the run, in \`tables/\`

${sections('run')}

## One file per job, in its folder under \`jobs/\`

A job makes one foundation or one trial. \`mettle sql\` reads the files of all jobs as one table.

${sections('job')}

### \`events\`

The events of all jobs' \`events.jsonl\`: one row per event; columns that belong to other kinds of event are null. The option
\`--events\` says which events are written; with \`none\` the view has these columns and no rows.

| column | type in DuckDB | what it holds |
|---|---|---|
${Object.entries(EVENTS)
  .map(([column, { type, about }]) => `| \`${column}\` | ${type} | ${about} |`)
  .join('\n')}
`

it('docs/tables.md says what the tables hold', async () => {
  await expect(PAGE).toMatchFileSnapshot('../../../docs/tables.md')
})
