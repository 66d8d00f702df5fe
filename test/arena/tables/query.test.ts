import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { writeTable } from '../../../arena/tables/parquet.ts'
import { ask } from '../../../arena/tables/query.ts'
import { LIMIT } from '../../../arena/tournament/alpha-rank.ts'
import { resolveTournament } from '../../../arena/tournament/resolve.ts'
import { playTournament } from '../../../arena/tournament/run.ts'

const root = mkdtempSync(join(tmpdir(), 'mettle-query-'))
afterAll(() => rmSync(root, { recursive: true, force: true }))
const folder = (name: string, ...files: string[]) => {
  const path = join(root, name)
  mkdirSync(path, { recursive: true })
  for (const file of files) writeFileSync(join(path, file), '{}')
  return path
}

it('asks on one thread, so that sums of doubles repeat', async () => {
  const run = folder('study', 'manifest.json')
  const { rows } = await ask(run, "select current_setting('threads')")
  expect(rows).toEqual([[1]])
  const sum = 'select sum(cos(i) * exp(i % 41)) from range(3000000) t(i)'
  expect(await ask(run, sum)).toEqual(await ask(run, sum))
})

it('shows of a tournament its matches, and no table of a study', async () => {
  const empty = folder('none', 'manifest.json', 'tournament.json')
  expect((await ask(empty, 'show tables')).rows).toEqual([])
  const run = folder('tournament', 'manifest.json', 'tournament.json')
  const request = {
    envs: ['dilemma'],
    agents: ['random,tit-for-tat'],
    background: [],
    matches: 2,
    seed: 1,
    set: ['rounds=2'],
    selection: LIMIT,
    bestResponse: false,
  }
  const found = await resolveTournament(request)
  const quiet = { signal: new AbortController().signal, clock: () => 0, breathe: () => undefined, on: () => {} }
  await playTournament(found, { ...quiet, folder: run })
  expect((await ask(run, 'show tables')).rows).toEqual([['matches']])
  const { rows } = await ask(run, 'select purpose, count(*) from matches group by all order by all')
  expect(rows).toContainEqual(['rating', 4])
  expect(rows).toContainEqual(['moral', 2])
  await expect(ask(run, 'select * from traits')).rejects.toThrow('A tournament has one table, matches')
})

it('settles the type of a column by all rows: a late fraction is not rounded', async () => {
  const run = folder('late', 'manifest.json')
  mkdirSync(join(run, 'jobs', 'a'), { recursive: true })
  const lines = Array.from({ length: 30_000 }, (_, i) => ({ type: 'x', value: i < 29_999 ? 1 : 0.25 }))
  writeFileSync(join(run, 'jobs', 'a', 'events.jsonl'), lines.map((line) => `${JSON.stringify(line)}\n`).join(''))
  expect((await ask(run, 'select min(value) from events')).rows).toEqual([[0.25]])
})

/** What docs/tables.md says of numbers. */
it.each<[string, unknown]>([
  [
    'select isnan(0::double / 0), isnan(corr(x, 1)), isnan(regr_slope(x, 1)) from (values (1.0::double), (2)) t(x)',
    [[true, true, true]],
  ],
  ["select 'nan'::double = 'nan'::double, 'nan'::double > 1e300", [[true, true]]],
  ["select avg(x) filter (where not isnan(x)) from (values ('nan'::double), (3)) t(x)", [[3]]],
  [
    'select sem(x) = stddev_pop(x) / sqrt(count(x)), sem(x) < .82 * stddev(x) / sqrt(count(x)) from (values (1), (2), (4)) t(x)',
    [[true, true]],
  ],
  ['select 0.1::float = 0.1, 0.1::float = 0.1::double', [[true, false]]],
])('%s', async (sql, rows) => {
  expect((await ask(folder('numbers', 'manifest.json'), sql)).rows).toEqual(rows)
})
it('stddev of a NaN is an error', async () => {
  const run = folder('numbers', 'manifest.json')
  await expect(ask(run, "select stddev(x) from (values ('nan'::double), (1)) t(x)")).rejects.toThrow('out of range')
})

it('files of one table have one type a column, whatever their values', async () => {
  const run = folder('typed', 'manifest.json')
  for (const [job, context, value] of [
    ['a', null, 1],
    ['b', 'neutral', 1.5],
  ] as const) {
    const at = folder(`typed/jobs/${job}`)
    const cell = { arm: 'x', regime: 'full', foundation: 0 }
    await writeTable(at, 'traits', [{ ...cell, stage: 'after', reading: 'stated', context, trait: 'D', value }])
  }
  const files = ['a', 'b'].map((job) => `'${join(run, 'jobs', job, 'traits.parquet')}'`)
  const { rows } = await ask(run, `select context, value from read_parquet([${files}]) order by value`)
  expect(rows).toEqual([
    [null, 1],
    ['neutral', 1.5],
  ])
})
