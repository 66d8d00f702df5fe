import { z } from 'zod'

/** One entry of `list --json`. */
export interface Descriptor {
  readonly id: string
  readonly version: number
  readonly kind?: string
  readonly summary: string
  /** JSON schema of what it can be given. */
  readonly params: unknown
}

/** JSON schema as a user writes the params: with defaults, so nothing is required that need not be. */
export const schemaOf = (schema: z.ZodType): unknown => z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' })
