import { isPlain } from './clone.ts'
import { EngineError } from './define.ts'

/**
 * A copy of what a custom plugin keeps: upstream lets it write into its data in place, so matches must not share any.
 * Sharing inside the data is kept; functions stay themselves.
 */
export function copyData(data: unknown, plugin: string): unknown {
  const known = new Map<object, unknown>()
  const copy = (value: any): any => {
    if (typeof value !== 'object' || value === null) return value
    if (!known.has(value)) fill(value, known, copy, plugin)
    return known.get(value)
  }
  return copy(data)
}

type Copy = (value: any) => any

/** Puts the copy into `known` first and fills it then: data may hold itself. */
function fill(value: any, known: Map<object, unknown>, copy: Copy, plugin: string): void {
  if (Array.isArray(value) || isPlain(value)) fillRecord(value, known, copy)
  else if (value instanceof Map) {
    const made = new Map()
    known.set(value, made)
    for (const [key, part] of value) made.set(copy(key), copy(part))
  } else if (value instanceof Set) {
    const made = new Set()
    known.set(value, made)
    for (const part of value) made.add(copy(part))
  } else if (value instanceof Date || ArrayBuffer.isView(value) || value instanceof ArrayBuffer)
    known.set(value, structuredClone(value))
  else refuse(value, plugin)
}

function fillRecord(value: any, known: Map<object, unknown>, copy: Copy): void {
  const made: any = Array.isArray(value) ? new Array(value.length) : Object.create(Object.getPrototypeOf(value))
  known.set(value, made)
  for (const key of Object.keys(value)) made[key] = copy(value[key])
}

function refuse(value: object, plugin: string): never {
  const kind = value.constructor?.name
  throw new EngineError(
    'state',
    `Expected plain data, Maps, Sets, Dates or typed arrays in plugin '${plugin}', got a ${kind} in a snapshot: keep plain data there`,
  )
}
