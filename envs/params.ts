import { z } from 'zod'

/** Whose params they are. */
export interface ParamsOf {
  readonly kind: 'env' | 'agent' | 'learner' | 'intervention'
  readonly id: string
}

/**
 * Params of a plugin with defaults filled in.
 * @throws ZodError where they do not fit; each issue says whose params they are, what was got and where ranges stand
 */
export function paramsOf<S extends z.ZodType>(schema: S, input: unknown, whose: ParamsOf): z.output<S> {
  const result = schema.safeParse(input ?? {})
  if (result.success) return result.data
  throw new z.ZodError(result.error.issues.map((issue) => ({ ...issue, message: told(issue, input, whose) })))
}

/** The value at a path, or undefined where the path leaves the tree. */
export const valueAt = (tree: unknown, path: readonly PropertyKey[]): unknown =>
  path.reduce((node, key) => (node as Record<PropertyKey, unknown> | undefined)?.[key], tree)

/** Whether the message is a whole sentence, as schemas write that compare parts of their input. */
export const saysItself = ({ code, message }: z.core.$ZodIssue): boolean =>
  code === 'custom' && /^Expected .*, got /.test(message)

function told(issue: z.core.$ZodIssue, input: unknown, { kind, id }: ParamsOf): string {
  if (saysItself(issue)) return issue.message
  const got = valueAt(input, issue.path)
  const ranges = kind === 'learner' ? '' : `; npx mettle schema ${kind} ${id} lists ranges and defaults`
  return `${kind} ${id}: ${issue.message}, got ${JSON.stringify(got) ?? 'nothing'}${ranges}`
}
