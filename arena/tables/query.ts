import { existsSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import type { DuckDBConnection } from '@duckdb/node-api'
import { messageOf, Refusal, refuse } from '../refusal/errors.ts'
import { EVENTS, TABLES, type TableSpec } from './schema.ts'

export interface Answer {
  readonly columns: readonly string[]
  readonly rows: readonly (readonly unknown[])[]
}

/**
 * Answers a question in SQL about a run, by DuckDB in memory: every table of the run is a view, and so are its events.
 * Of a tournament its matches are. On one thread: several add floats in an order that changes from call to call.
 * @throws Refusal when the folder holds no run, DuckDB is not installed, or the question is none.
 */
export async function ask(run: string, sql: string): Promise<Answer> {
  if (sql.replaceAll(';', '').trim() === '') refuse('sql', 'a question', 'an empty one', HINT)
  const views = viewsOf(run)
  const { DuckDBInstance } = await duckdb()
  const instance = await DuckDBInstance.create(':memory:', { threads: '1' })
  const connection = await instance.connect()
  try {
    for (const { name, source } of views)
      await createView(connection, name, source).catch((error) =>
        refuse(`sql ${run}`, `a table ${name} that reads`, messageOf(error), DAMAGED),
      )
    const reader = await connection.runAndReadAll(sql)
    return { columns: reader.columnNames(), rows: reader.getRowsJson().map((row) => row.map(numbers(reader))) }
  } catch (error) {
    if (error instanceof Refusal) throw error
    return refuse('sql', `a question that DuckDB can answer about ${run}`, messageOf(error), hintOf(views))
  } finally {
    connection.closeSync()
    instance.closeSync()
  }
}

const HINT = 'Tables and columns: docs/tables.md, or "show tables" and "describe <table>"'

function hintOf(views: readonly View[]): string {
  const names = views.map(({ name }) => name)
  if (names.includes(MATCHES)) return TOURNAMENT
  return names.includes('traits') ? HINT : UNFINISHED
}

/** Of a tournament. */
const MATCHES = 'matches'
const TOURNAMENT = `A tournament has one table, ${MATCHES}: a row a match, with the columns of docs/tournament.md`
const UNFINISHED =
  'The tables of the run are written when it comes to its end; until then only those of its finished jobs are there'
const DAMAGED = 'Remove the folder that holds the file and give the study’s command again: it alone is made anew'

async function duckdb() {
  try {
    return await import('@duckdb/node-api')
  } catch (error) {
    return refuse(
      'sql',
      'DuckDB',
      messageOf(error),
      'It is an optional package: npm install @duckdb/node-api@1.5.6-r.1',
    )
  }
}

/**
 * Counts come as text, since they may pass 2⁵³; those that do not become numbers. So does what a float holds that is
 * none, NaN or ±∞: JSON has no word for it and writes null.
 */
const numbers =
  (reader: { columnType(index: number): { toString(): string } }) =>
  (value: unknown, index: number): unknown => {
    const type = reader.columnType(index).toString()
    if (/FLOAT|DOUBLE/.test(type) && !/VARCHAR|ENUM|JSON/.test(type)) return unwritten(value)
    if (typeof value !== 'string' || !/INT|DECIMAL/.test(type)) return value
    const number = Number(value)
    return Number.isSafeInteger(number) || value.includes('.') ? number : value
  }

const UNWRITTEN = ['NaN', 'Infinity', '-Infinity']

/** A float, list or record as DuckDB writes it, with NaN and ±∞ as numbers. */
function unwritten(value: unknown): unknown {
  if (typeof value === 'string') return UNWRITTEN.includes(value) ? Number(value) : value
  if (Array.isArray(value)) return value.map(unwritten)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, unwritten(each)]))
}

async function createView(connection: DuckDBConnection, name: string, source: string | null): Promise<void> {
  const columns = name === 'events' ? await eventColumns(connection, source) : '*'
  await connection.run(`create view ${name} as select ${columns} ${source === null ? 'where false' : `from ${source}`}`)
}

/** Every column that events may have, whichever were written, and any others after them. */
async function eventColumns(connection: DuckDBConnection, source: string | null): Promise<string> {
  const written =
    source === null ? [] : (await connection.runAndReadAll(`select * from ${source} limit 0`)).columnNames()
  const known = Object.entries(EVENTS).map(([name, { type }]) =>
    written.includes(name) ? `"${name}"` : `null::${type} as "${name}"`,
  )
  const more = written.filter((name) => !(name in EVENTS)).map((name) => `"${name.replaceAll('"', '""')}"`)
  return [...known, ...more].join(', ')
}

interface View {
  readonly name: string
  /** What it selects from; null for a view without a row. */
  readonly source: string | null
}

function viewsOf(run: string): View[] {
  if (!existsSync(join(run, 'manifest.json')))
    refuse(`sql ${run}`, 'the folder of a run', existsSync(run) ? 'a folder without manifest.json' : 'nothing there')
  return existsSync(join(run, 'tournament.json')) ? viewsOfTournament(run) : viewsOfStudy(run)
}

/** Nothing but what a tournament writes. */
function viewsOfTournament(run: string): View[] {
  const folder = join(run, 'matches')
  const files = (existsSync(folder) ? readdirSync(folder) : []).filter((name) => name.endsWith('.jsonl')).sort()
  return files.length === 0 ? [] : [{ name: MATCHES, source: lines(files.map((name) => join(folder, name))) }]
}

function viewsOfStudy(run: string): View[] {
  const jobs = join(run, 'jobs')
  const folders = (existsSync(jobs) ? readdirSync(jobs) : []).filter((name) => !name.startsWith('.')).sort()
  const inJobs = (file: string) => folders.map((name) => join(jobs, name, file)).filter((path) => existsSync(path))
  const inRun = (file: string) => [join(run, 'tables', file)].filter((path) => existsSync(path))
  const tables = (Object.entries(TABLES) as [string, TableSpec][]).flatMap(([name, { scope, was }]) => {
    const names = was === undefined ? [name] : [name, was]
    const files = names.flatMap((each) => (scope === 'run' ? inRun : inJobs)(`${each}.parquet`))
    const source = `read_parquet(${list(files)}, union_by_name = true)`
    return files.length > 0 ? names.map((each) => ({ name: each, source })) : []
  })
  const events = inJobs('events.jsonl').filter((path) => statSync(path).size > 0)
  return [...tables, { name: 'events', source: events.length > 0 ? lines(events) : null }]
}

/** All rows are read before a type is settled: by its first 20,480 alone a later fraction would be rounded. */
const lines = (files: readonly string[]) =>
  `read_json(${list(files)}, format = 'newline_delimited', union_by_name = true, sample_size = -1)`

const list = (paths: readonly string[]) => `[${paths.map((path) => `'${path.replaceAll("'", "''")}'`).join(', ')}]`
