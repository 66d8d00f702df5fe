/**
 * Copies and freezes a game's G again and again. G hardly changes shape, so for each shape met at a place in the tree
 * a function is compiled that copies it as one object literal, five times as fast as copying by key. Whatever has no
 * shape to rely on (records with changing keys, class instances) is copied by key; the outcome is the same.
 */
import { copyTree, hasHole, type Strange } from './clone.ts'

/** A place in the tree: G itself, a property, or the elements of a list. */
interface Place {
  shape: Shape
  misses: number
  /** What was sealed here last: frozen, so it still has this shape, or is a list without holes. */
  sealed: object | null
  /** It is a list of primitives. */
  flat: boolean
  readonly elements: Place[]
}

interface Shape {
  /** A copy, or `MISS` for an object of another shape. */
  copy(value: object): object
  /** A copy of what is known to have this shape. */
  copyKnown(value: object): object
  /** Freezes the object if it has this shape: whether all in it could be, or `MISS`. */
  seal(value: object): boolean | typeof MISS
}

const MISS = Object.freeze({})
const NO_SHAPE: Shape = { copy: () => MISS, copyKnown: () => MISS, seal: () => MISS }
const MOST_MISSES = 12
const MOST_KEYS = 40
const MOST_ELEMENTS = 32

export interface Copier {
  /** A copy; what is neither plain nor a list stays itself and is left in `strange`. */
  copy<T>(G: T, strange: Strange): T
  /** Freezes a tree as immer would; false if it is none, or has holes, which drafts fill. */
  seal(G: unknown): boolean
}

export function createCopier(): Copier {
  const shapes = new Map<string, Shape>()
  const root = newPlace()
  let strange: Strange = { found: undefined }

  function copyAt(place: Place, value: any): any {
    // Spreading is the one fast way to copy a frozen list.
    if (place.sealed === value) return made(place.flat ? [...value] : copyKnown(place, value))
    if (Array.isArray(value)) return hasHole(value) ? copyTree(value, strange) : made(copyList(place, value))
    const copy = place.shape.copy(value)
    if (copy !== MISS) return made(copy)
    return learn(place, value) ? copyAt(place, value) : copyTree(value, strange)
  }

  function made<T extends object>(copy: T): T {
    strange.made?.push(copy)
    return copy
  }

  function copyKnown(place: Place, value: any): any {
    return Array.isArray(value) ? copyList(place, value) : place.shape.copyKnown(value)
  }

  function copyList(place: Place, list: readonly any[]): any[] {
    const copy = [...list]
    for (let i = 0; i < copy.length; i++) {
      if (isObject(copy[i])) copy[i] = copyAt(elementOf(place, i), copy[i])
    }
    return copy
  }

  function sealAt(place: Place, value: any): boolean {
    if (Array.isArray(value)) return sealList(place, value)
    const sealed = place.shape.seal(value)
    if (sealed === MISS) return sealByKey(value)
    place.sealed = sealed ? value : null
    place.flat = false
    return sealed as boolean
  }

  function sealList(place: Place, list: any[]): boolean {
    if (Object.isFrozen(list)) return true
    Object.freeze(list)
    let flat = true
    for (let i = 0; i < list.length; i++) {
      const part = list[i]
      if (part === undefined && !Object.hasOwn(list, i)) return false
      if (!isObject(part)) continue
      flat = false
      if (!sealAt(elementOf(place, i), part)) return false
    }
    place.sealed = list
    place.flat = flat
    return true
  }

  function sealByKey(value: any): boolean {
    if (Object.isFrozen(value)) return true
    const prototype = Object.getPrototypeOf(value)
    if (prototype !== Object.prototype && prototype !== null) return false
    Object.freeze(value)
    for (const key in value) {
      const part = value[key]
      if (isObject(part) && !(Array.isArray(part) ? sealList(newPlace(), part) : sealByKey(part))) return false
    }
    return true
  }

  /** Gives the place the shape of this value, unless its values change shape too often. */
  function learn(place: Place, value: any): boolean {
    if (place.misses >= MOST_MISSES) return false
    place.misses++
    const keys = Object.keys(value)
    if (Object.getPrototypeOf(value) !== Object.prototype || keys.length > MOST_KEYS || keys.includes('__proto__'))
      return false
    const name = JSON.stringify(keys)
    const shape = shapes.get(name) ?? compileShape(keys, copyAt, sealAt)
    shapes.set(name, shape)
    place.shape = shape
    place.sealed = null
    return shape !== NO_SHAPE
  }

  return {
    copy(G, into) {
      strange = into
      return isObject(G) ? copyAt(root, G) : G
    },
    seal: (G) => !isObject(G) || sealAt(root, G),
  }
}

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null

const newPlace = (): Place => ({ shape: NO_SHAPE, misses: 0, sealed: null, flat: false, elements: [] })

/** One place an element of short lists; the rest of a long one shares the last. */
function elementOf({ elements }: Place, i: number): Place {
  const at = i < MOST_ELEMENTS ? i : MOST_ELEMENTS - 1
  return at < elements.length ? elements[at] : addElement(elements)
}

function addElement(elements: Place[]): Place {
  const place = newPlace()
  elements.push(place)
  return place
}

type At<T> = (place: Place, value: any) => T

function compileShape(keys: readonly string[], copyAt: At<any>, sealAt: At<boolean>): Shape {
  try {
    const make = new Function('MISS', 'keys', 'places', 'copyAt', 'sealAt', sourceOf(keys))
    return make(MISS, keys, keys.map(newPlace), copyAt, sealAt)
  } catch {
    // Pages may forbid compiling (Content-Security-Policy).
    return NO_SHAPE
  }
}

/** Enumerating is fast on named properties, and slow on numbered ones, where listing them is a little faster. */
const BY_ORDER = `
  let i = 0
  for (const key in value) if (key !== keys[i++]) return MISS
  if (i !== keys.length || getPrototypeOf(value) !== plain) return MISS`
const BY_LIST = `
  const own = listKeys(value)
  if (own.length !== keys.length || getPrototypeOf(value) !== plain) return MISS
  for (let i = 0; i < own.length; i++) if (own[i] !== keys[i]) return MISS`

const isIndex = (key: string) => String(Number(key)) === key

function sourceOf(keys: readonly string[]): string {
  const names = keys.map((key) => JSON.stringify(key))
  const fits = keys.some(isIndex) ? BY_LIST : BY_ORDER
  const read = names.map((name, i) => `const v${i} = value[${name}]`).join('\n')
  const copied = names.map((name, i) => `${name}: ${isHeld(i)} ? copyAt(p${i}, v${i}) : v${i}`)
  const sealed = names.map((_, i) => `if (${isHeld(i)} && !sealAt(p${i}, v${i})) return false`).join('\n')
  return `'use strict'
    const { getPrototypeOf, isFrozen, freeze, keys: listKeys, prototype: plain } = Object
    const [${keys.map((_, i) => `p${i}`).join()}] = places
    return {
      copy(value) { ${fits}\n${read}\nreturn { ${copied.join()} } },
      copyKnown(value) { ${read}\nreturn { ${copied.join()} } },
      seal(value) { ${fits}\nif (isFrozen(value)) return true\nfreeze(value)\n${read}\n${sealed}\nreturn true },
    }`
}

const isHeld = (i: number) => `typeof v${i} === 'object' && v${i} !== null`
