/**
 * The path of the first difference between two values, or undefined if there is none. Strict: Object.is on primitives
 * (-0, NaN), own keys and their order, holes against undefined, prototypes, dates, maps and sets.
 */
export function difference(a: unknown, b: unknown, path = '$'): string | undefined {
  if (Object.is(a, b)) return undefined
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return told(path, show(a), show(b))
  const kindA = Object.getPrototypeOf(a)
  const kindB = Object.getPrototypeOf(b)
  if (kindA !== kindB) return told(path, `a ${kindA?.constructor.name}`, `a ${kindB?.constructor.name}`)
  return contentDifference(a, b, path) ?? keyDifference(a, b, path)
}

function contentDifference(a: object, b: object, path: string): string | undefined {
  if (a instanceof Date) return difference(a.getTime(), (b as Date).getTime(), path)
  if (a instanceof Map || a instanceof Set) return difference([...a], [...(b as Set<unknown>)], path)
  if (!Array.isArray(a)) return undefined
  return difference(a.length, (b as unknown[]).length, `${path}.length`)
}

function keyDifference(a: any, b: any, path: string): string | undefined {
  const keysA = Object.keys(a)
  const keysB = Object.keys(b)
  for (let i = 0; i < Math.max(keysA.length, keysB.length); i++) {
    const key = keysA[i]
    if (key !== keysB[i]) return told(`${path} keys`, show(keysA), show(keysB))
    const found = difference(a[key], b[key], `${path}.${key}`)
    if (found !== undefined) return found
  }
  return undefined
}

const told = (path: string, a: string, b: string) => `${path}: ${a} is not ${b}`

function show(value: unknown): string {
  if (Object.is(value, -0)) return '-0'
  return typeof value === 'object' ? JSON.stringify(value) : typeof value === 'string' ? `'${value}'` : String(value)
}
