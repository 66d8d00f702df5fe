import { createHash } from 'node:crypto'
import { isTree } from '../refusal/issues.ts'

/** JSON with sorted keys and no space: equal values give equal text. */
export function canonical(value: unknown): string {
  return JSON.stringify(value, (_, node) => (isTree(node) ? sorted(node) : node))
}

const sorted = (tree: Record<string, unknown>) =>
  Object.fromEntries(Object.entries(tree).sort(([a], [b]) => (a < b ? -1 : 1)))

/** SHA-256 of the canonical JSON, in hex. */
export const hashOf = (value: unknown): string => sha256(canonical(value))

export const sha256 = (data: string | Uint8Array): string => createHash('sha256').update(data).digest('hex')

/** How every JSON file of a run folder is written. */
export const fileJson = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`
