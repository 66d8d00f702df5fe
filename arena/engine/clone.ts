import { EngineError } from './define.ts'

/** Copies a tree of plain objects, arrays and primitives; two paths to one object become two objects. */
export function cloneTree<T>(value: T, path = 'G'): T {
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) return cloneArray(value, path) as T
  const prototype = Object.getPrototypeOf(value)
  if (prototype !== Object.prototype && prototype !== null) throw notPlain(value, path)
  const copy: any = prototype === null ? Object.create(null) : {}
  for (const key of Object.keys(value)) copy[key] = cloneTree((value as any)[key], `${path}.${key}`)
  return copy
}

function cloneArray(list: readonly unknown[], path: string): unknown[] {
  const copy = list.slice()
  for (let i = 0; i < copy.length; i++) {
    if (typeof copy[i] === 'object' && copy[i] !== null) copy[i] = cloneTree(copy[i], `${path}[${i}]`)
  }
  return copy
}

const notPlain = (value: object, path: string) =>
  new EngineError(
    'state',
    `Expected plain objects and arrays only, got a ${value.constructor?.name} at ${path}; use mode 'exact'`,
  )

/** Copies a game's configuration: plain objects and arrays, sharing kept; functions and class instances by reference. */
export function cloneConfig<T>(value: T, known = new Map<unknown, unknown>()): T {
  if (typeof value !== 'object' || value === null) return value
  if (known.has(value)) return known.get(value) as T
  if (!Array.isArray(value) && !isPlain(value)) return value
  const copy: any = Array.isArray(value) ? [] : {}
  known.set(value, copy)
  for (const key of Object.keys(value)) copy[key] = cloneConfig((value as any)[key], known)
  return copy
}

/**
 * `cloneConfig`, and `moveLimit` of stages and activePlayers renamed to `maxMoves`. Upstream renames it in the game
 * itself when it first meets it, so a ctx that quotes the configuration would depend on earlier matches.
 */
export function readConfig<T extends { turn?: any; phases?: any }>(config: T): T {
  const copy = cloneConfig(config)
  for (const turn of [copy.turn, ...Object.values<any>(copy.phases ?? {}).map((phase) => phase.turn)]) {
    renameLimits(turn?.activePlayers)
    for (const stage of Object.values<any>(turn?.stages ?? {})) renameLimits(stage.next)
  }
  return copy
}

function renameLimits(arg: any): void {
  if (typeof arg !== 'object' || arg === null) return
  if (arg.moveLimit) {
    arg.maxMoves = arg.moveLimit
    delete arg.moveLimit
  }
  for (const part of [arg.currentPlayer, arg.others, arg.all, arg.next, ...Object.values(arg.value ?? {})])
    renameLimits(part)
}

export function isPlain(value: unknown): value is Record<string, any> {
  if (typeof value !== 'object' || value === null) return false
  const prototype = Object.getPrototypeOf(value)
  return prototype === Object.prototype || prototype === null
}
