import { schemaOf } from './descriptor.ts'

interface Param {
  readonly type?: string
  readonly anyOf?: readonly Param[]
  readonly enum?: readonly unknown[]
  readonly const?: unknown
  readonly minimum?: number
  readonly maximum?: number
  readonly exclusiveMinimum?: number
  readonly exclusiveMaximum?: number
  readonly default?: unknown
  readonly description?: string
  readonly properties?: Readonly<Record<string, Param>>
}

export interface ParamRow {
  /** Dotted path, as `--set` takes it. */
  readonly name: string
  /** What it may be, with its range. */
  readonly takes: string
  readonly usual: string
  readonly meaning: string
}

/** A row for every param of a schema, those of nested objects by dotted path. */
export function paramRows(schema: Parameters<typeof schemaOf>[0]): ParamRow[] {
  return rowsOf((schemaOf(schema) as Param).properties ?? {}, '')
}

function rowsOf(properties: Readonly<Record<string, Param>>, under: string): ParamRow[] {
  return Object.entries(properties).flatMap(([key, param]) => {
    const name = `${under}${key}`
    if (param.properties) return rowsOf(param.properties, `${name}.`)
    return [{ name, takes: takes(param), usual: text(param.default), meaning: param.description ?? '' }]
  })
}

const text = (value: unknown): string =>
  value === undefined ? '' : typeof value === 'string' ? value : JSON.stringify(value)

function takes({ type, anyOf, enum: options, const: one, ...range }: Param): string {
  if (anyOf) return anyOf.map(takes).join(' or ')
  if (options) return options.map(text).join(' | ')
  if (one !== undefined) return text(one)
  return [type ?? 'any', rangeOf(range)].filter((part) => part !== '').join(' ')
}

/** zod names the safe integers where the author named no bound. */
const named = (value: number | undefined): value is number =>
  value !== undefined && Math.abs(value) < Number.MAX_SAFE_INTEGER

function rangeOf({ minimum, maximum, exclusiveMinimum: above, exclusiveMaximum: below }: Param): string {
  const low = named(minimum) ? `${minimum}` : named(above) ? `above ${above}` : ''
  const high = named(maximum) ? `${maximum}` : named(below) ? `below ${below}` : ''
  return low || high ? `${low} … ${high}`.trim() : ''
}
