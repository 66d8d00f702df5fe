import { EngineError } from './define.ts'

/** What came of a copy besides the copy. */
export interface Strange {
  /** What could not be copied: a class instance, a Map, a Date. */
  found: object | undefined
  /** The objects of the copy, each before its parts, and what each is a copy of: for those who need them later. */
  made?: object[]
  bases?: object[]
}

/** Copies a tree of plain objects, arrays and primitives; two paths to one object become two objects. */
export function cloneTree<T>(value: T, name: string): T {
  const strange: Strange = { found: undefined }
  const copy = copyTree(value, strange)
  refuseStrange(strange, name)
  return copy
}

export function refuseStrange({ found }: Strange, name: string): void {
  if (found === undefined) return
  const kind = found.constructor?.name
  throw new EngineError('state', `Expected plain objects and arrays only in ${name}, got a ${kind}; use mode 'exact'`)
}

/** `cloneTree` that goes on where it meets anything else, and leaves it in `strange`. */
export function copyTree(value: any, strange: Strange): any {
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) return copyArray(value, strange)
  const prototype = Object.getPrototypeOf(value)
  if (prototype !== Object.prototype && prototype !== null) {
    strange.found = value
    return value
  }
  const copy = prototype === null ? Object.assign(Object.create(null), value) : { ...value }
  note(strange, copy, value)
  for (const key in copy) {
    const part = copy[key]
    if (typeof part === 'object' && part !== null) copy[key] = copyTree(part, strange)
  }
  return copy
}

function copyArray(list: readonly any[], strange: Strange): any[] {
  // Spreading is fast on frozen lists, where `slice` is not, but it fills holes.
  let copy = [...list]
  if (hasHole(list)) copy = list.slice()
  note(strange, copy, list)
  for (let i = 0; i < copy.length; i++) {
    const part = copy[i]
    if (typeof part === 'object' && part !== null) copy[i] = copyTree(part, strange)
  }
  return copy
}

function note({ made, bases }: Strange, copy: object, base: object): void {
  made?.push(copy)
  bases?.push(base)
}

export function hasHole(list: readonly unknown[]): boolean {
  for (let i = 0; i < list.length; i++) if (list[i] === undefined && !Object.hasOwn(list, i)) return true
  return false
}

/**
 * Copies a game's configuration: plain objects and arrays, sharing kept; functions and class instances by reference.
 */
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
