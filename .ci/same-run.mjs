// node .ci/same-run.mjs RUN RUN: whether two run folders hold the same numbers. Every file is compared byte for byte, but for the hashes
// of builds, the clock, and what names them: a change that moves code and no number leaves nothing else. Exit 1 at any difference.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { DuckDBInstance } from '@duckdb/node-api'

const [one, other] = process.argv.slice(2)

/** Files of a clock or of what was typed where. */
const APART = /(^|\/)(manifest\.json|timing\.json|log\.txt|report\.html|overrides\.json)$/
/** A job's folder ends in the key that its build made. */
const unkeyed = (path) => path.replace(/^(jobs\/.+)-[0-9a-f]{8}\//, '$1/')

function numbersOf(path, text) {
  if (path !== 'summary.json') return text
  const { hash: _, timing: __, run, ...summary } = JSON.parse(text)
  const { id: ___, build: ____, ...rest } = run
  return JSON.stringify({ ...summary, run: rest })
}

function filesOf(folder) {
  const paths = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(join(folder, '/').length))
    .filter((path) => !APART.test(path))
  return new Map(paths.map((path) => [unkeyed(path), numbersOf(path, readFileSync(join(folder, path), 'latin1'))]))
}

/** One table names the jobs' folders: its rows are compared without that column. */
const NAMES_FOLDERS = 'tables/trials.parquet'
const connection = await (await DuckDBInstance.create()).connect()
const trialsOf = async (folder) => {
  const query = `select * exclude (job) from '${join(folder, NAMES_FOLDERS)}'`
  return JSON.stringify((await connection.runAndReadAll(query)).getRowsJson())
}

const [a, b] = [filesOf(one), filesOf(other)]
for (const [folder, files] of [
  [one, a],
  [other, b],
])
  if (files.has(NAMES_FOLDERS)) files.set(NAMES_FOLDERS, await trialsOf(folder))
const names = [...new Set([...a.keys(), ...b.keys()])].sort()
const differing = names.filter((name) => a.get(name) !== b.get(name))
for (const name of differing)
  console.log(`differs: ${name}${a.has(name) ? (b.has(name) ? '' : ` (only in ${one})`) : ` (only in ${other})`}`)
console.log(`${names.length - differing.length} of ${names.length} files are the same.`)
process.exitCode = differing.length > 0 ? 1 : 0
