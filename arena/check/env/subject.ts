import { z } from 'zod'
import type { EnvPlugin } from '../../../envs/define.ts'

/** An env plugin under check. */
export interface EnvSubject {
  readonly plugin: EnvPlugin<any, any>
  /** Id of a shipped env or path of a plugin file: how another process finds it. */
  readonly ref?: string
  /** Folder of its playthrough. */
  readonly folder?: string
  /** Write the playthrough instead of comparing it. */
  readonly update?: boolean
}

type Params = Readonly<Record<string, unknown>>

/** The default params, then each param at the ends of its range, the others left alone. */
export function paramsOf({ spec }: EnvPlugin<any, any>): Params[] {
  const { properties = {} } = z.toJSONSchema(spec.params, { io: 'input', unrepresentable: 'any' })
  const ends = Object.entries(properties as Record<string, Schema>).flatMap(([key, schema]) =>
    endsOf(schema).map((value) => ({ [key]: value })),
  )
  return [{}, ...ends.filter((params) => spec.params.safeParse(params).success)]
}

interface Schema {
  readonly type?: string
  readonly enum?: readonly unknown[]
  readonly minimum?: number
  readonly maximum?: number
  readonly default?: unknown
}

function endsOf({ type, enum: options, minimum, maximum, default: usual }: Schema): unknown[] {
  const ends = options ?? (type === 'boolean' ? [false, true] : [minimum, maximum].filter(isEnd))
  return ends.filter((value) => value !== usual)
}

/** zod names the safe integers where the author named no bound. */
const isEnd = (value: number | undefined) => value !== undefined && Math.abs(value) < Number.MAX_SAFE_INTEGER
