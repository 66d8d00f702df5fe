import { ask } from '../tables/query.ts'
import { columns, print, printJson } from './print.ts'

/** The action of `mettle sql`. */
export async function sql(run: string, query: string, { json }: { json?: boolean }): Promise<void> {
  const answer = await ask(run, query)
  if (json) return printJson({ schema: 1, ...answer })
  print(columns([answer.columns, ...answer.rows].map((row) => row.map(shown))))
}

const shown = (value: unknown): string =>
  value === null ? 'null' : typeof value === 'object' ? JSON.stringify(value) : String(value)
