import { open } from 'node:fs/promises'
import { join } from 'node:path'
import { Zstd } from '@hpcc-js/wasm-zstd'
import { ByteWriter, type ColumnSource, parquetWrite } from 'hyparquet-writer'
import { Fault } from '../../envs/fault.ts'
import { type Column, type ColumnType, TABLES, type TableName, type TableSpec } from './schema.ts'

export type Row = Readonly<Record<string, string | number | boolean | null>>

let zstd: Promise<Zstd> | undefined

/** Writes `<name>.parquet` into a folder that is not yet in place. @throws Error naming table, column and row. */
export async function writeTable(dir: string, name: TableName, rows: readonly Row[]): Promise<void> {
  zstd ??= Zstd.load()
  const bytes = encode(name, rows, await zstd)
  const file = await open(join(dir, `${name}.parquet`), 'w')
  try {
    await file.writeFile(bytes)
  } finally {
    await file.close()
  }
}

/** Plain JavaScript and zstd as wasm: the same bytes on every Node. */
function encode(name: TableName, rows: readonly Row[], compressor: Zstd): Uint8Array {
  const spec: TableSpec = TABLES[name]
  const columnData = Object.entries(columnsOf(spec, rows)).map(
    ([key, column]): ColumnSource => ({
      name: key,
      type: column.type,
      nullable: column.nullable === true,
      data: rows.map((row, i) => checked(row[key], column, () => `${name}.parquet, ${key} of row ${i}`)),
    }),
  )
  const writer = new ByteWriter()
  const compressors = { ZSTD: (input: Uint8Array) => compressor.compress(input) }
  parquetWrite({ writer, columnData, codec: 'ZSTD', compressors, rowGroupSize: 100_000, createdBy: 'mettle' })
  return new Uint8Array(writer.getBuffer())
}

function columnsOf({ columns, wide }: TableSpec, rows: readonly Row[]): Record<string, Column> {
  if (!wide || rows.length === 0) return { ...columns }
  const known = Object.fromEntries(Object.entries(columns).filter(([key, { ofEight }]) => !ofEight || key in rows[0]))
  const names = Object.keys(rows[0]).filter((key) => !(key in columns))
  return { ...known, ...Object.fromEntries(names.map((key) => [key, { type: wide.type, about: wide.about }])) }
}

const TYPES: Readonly<Record<ColumnType, string>> = {
  STRING: 'string',
  INT32: 'number',
  FLOAT: 'number',
  DOUBLE: 'number',
  BOOLEAN: 'boolean',
}

function checked<T>(value: T, { type, nullable }: Column, where: () => string): T {
  const absent = value === null || value === undefined
  if (absent ? nullable : typeof value === TYPES[type] && !Number.isNaN(value)) return value
  throw new Fault('METTLE_DEFECT', `${where()}: expected ${TYPES[type]}${nullable ? ' or null' : ''}, got ${value}`)
}
