import type { z } from 'zod'
import { ENVS } from '../../envs/catalog.ts'
import { INTERVENTIONS } from '../../interventions/catalog.ts'
import { AGENTS } from '../entrants/catalog.ts'
import { locate } from '../program/locate.ts'
import { command } from '../refusal/command.ts'
import { refuse } from '../refusal/errors.ts'
import { suggestion } from '../refusal/nearest.ts'
import { STUDIES } from '../studies/catalog.ts'
import { type Kind, loadPlugins } from '../study/load.ts'
import { Settings } from '../study/settings.ts'
import type { Study } from '../study/study.ts'
import { type Descriptor, schemaOf } from './descriptor.ts'
import { paramRows } from './params.ts'
import { columns, folded, print, printJson, resultWidth } from './print.ts'

interface Plugin {
  readonly spec: {
    readonly id: string
    readonly version: number
    readonly kind?: string
    readonly summary: string
    readonly params: z.ZodType
  }
}

function pluginEntry({ spec: { id, version, kind, summary, params } }: Plugin): Entry {
  return { id, version, ...(kind ? { kind } : {}), summary, params: schemaOf(params), schema: params }
}

const studyEntry = ({ id, summary }: Study): Entry => ({
  ...{ id, version: 1, summary },
  params: schemaOf(Settings),
  schema: Settings,
})

interface Listing {
  /** Kind of what a plugin file holds. */
  readonly file: Kind
  readonly shipped: readonly any[]
  readonly entry: (of: any) => Entry
}

/** What is listed, and the schema of what it can be given. */
type Entry = Descriptor & { readonly schema: z.ZodType }

const LISTINGS: Readonly<Record<string, Listing>> = {
  envs: { file: 'env', shipped: ENVS, entry: pluginEntry },
  agents: { file: 'agent', shipped: AGENTS, entry: pluginEntry },
  interventions: { file: 'intervention', shipped: INTERVENTIONS, entry: pluginEntry },
  studies: { file: 'study', shipped: STUDIES, entry: studyEntry },
}

interface ListFlags {
  readonly json?: boolean
  readonly params?: boolean
}

/** The action of `mettle list`. */
export async function list(what: string, files: string[], { json, params }: ListFlags): Promise<void> {
  const names = Object.keys(LISTINGS)
  if (!names.includes(what)) refuse(`list ${what}`, `one of ${names.join(', ')}`, what, sortOf(what, names))
  const { file, shipped, entry } = LISTINGS[what]
  const loaded: unknown[] = []
  for (const path of files) loaded.push(...(await loadPlugins(path, file)))
  const entries = (files.length > 0 ? loaded : shipped).map(entry)
  if (json) printJson(entries.map(({ schema: _, ...entry }) => entry))
  else if (params) print(withParams(what, entries))
  else print(columns(cells(entries), resultWidth()))
}

/** Somebody who names a plugin at once left out what it is. */
const sortOf = (what: string, names: readonly string[]): string =>
  locate(what) ? `Say first what it is, as ${command('list', 'envs', what)}` : suggestion(what, names)

/** Kinds have a column where any entry is of one. */
function cells(entries: readonly Entry[]): string[][] {
  const kinds = entries.some(({ kind }) => kind)
  return entries.map(({ id, kind = '', version, summary }) => [id, ...(kinds ? [kind] : []), `v${version}`, summary])
}

/** Columns in a script; in a terminal a folded line each, since most are wider than one. */
function paramTable(rows: ReturnType<typeof paramRows>, width: number): string {
  const cellsOf = ({ name, takes, usual, meaning }: (typeof rows)[number]) => [
    `  ${name}`,
    takes,
    `(${usual})`,
    meaning,
  ]
  if (!Number.isFinite(width)) return columns(rows.map(cellsOf))
  return rows.map((row) => folded(cellsOf(row).join('  '), width, '    ')).join('\n')
}

/** Each entry with a line for each of its params; studies share theirs, which stand once. */
function withParams(what: string, entries: readonly Entry[]): string {
  const table = (schema: z.ZodType) => paramTable(paramRows(schema), resultWidth())
  if (what === 'studies') return `${columns(cells(entries), resultWidth())}\n\nSettings of all:\n${table(Settings)}`
  const head = (entry: Entry) => folded(cells([entry])[0].join('  '), resultWidth(), '  ')
  const block = (entry: Entry) => [head(entry), table(entry.schema)].filter((part) => part).join('\n')
  return entries.map(block).join('\n')
}
