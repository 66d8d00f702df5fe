/**
 * Copies a game's G for a call that may change it, and settles afterwards what came of the copy as an immer draft would:
 * what the call left alone is the old object again, and all else is frozen. G hardly changes shape, so for each shape
 * met at a place in the tree functions are compiled (`shape.ts`). Whatever has no shape to rely on (records with
 * changing keys) goes by key; the outcome is the same.
 */
import { copyTree, hasHole, isPlain, type Strange } from './clone.ts'
import { compileShape, MISS, NO_SHAPE, newPlace, type Place, type Shape } from './shape.ts'
import { isCopied } from './tidy.ts'

const MOST_MISSES = 12
const MOST_KEYS = 40
const MOST_ELEMENTS = 32
/** Deeper than any G but one that holds itself. */
const DEEPEST = 400

/** So many elements of lists, to the power of two, are copied and settled like one object or one read of a lazy copy. */
const ELEMENTS_BITS = 4

/** A copy of G for one call. */
export interface Copies extends Strange {
  /** The objects of the copy, in the order in which G is walked; those of the arguments follow. */
  readonly made: object[]
  /** What each is a copy of; once it is settled, what it settled to. */
  readonly bases: object[]
}

export interface Copier {
  /** A copy; what is neither plain nor a list stays itself and is left in `strange`. */
  copy<T>(G: T, strange: Strange): T
  /** What the last copy cost, in reads of a lazy copy or so. */
  cost(copies: Copies): number
  /**
   * What an immer draft of G would have become, or undefined where a draft might answer otherwise.
   * @param known how many of `made` belong to G
   * @param odd lists may have got named properties
   */
  settle(copy: any, copies: Copies, known: number, odd: boolean): any
}

export function createCopier(): Copier {
  const shapes = new Map<string, Shape>()
  const root = newPlace()
  const nowhere = newPlace()
  const inner = { copyAt, settleAt, zeroAt }
  let strange: Strange = { found: undefined }
  let made: object[] = []
  let bases: object[] = []
  let index: Map<object, number> | undefined
  let [known, cursor, depth] = [0, 0, 0]
  /** Of the last copy. */
  let elements = 0
  /** A draft might answer otherwise. */
  let doubt = false

  function copyAt(place: Place, value: any): any {
    const all = strange.made
    if (all === undefined) return copyOf(place, value)
    const at = all.length
    all.push(value)
    strange.bases!.push(value)
    const copy = copyOf(place, value)
    all[at] = copy
    return copy
  }

  function copyOf(place: Place, value: any): any {
    // Spreading is the one fast way to copy a frozen list.
    if (place.sealed === value) return place.flat ? copyFlat(value) : copyKnown(place, value)
    if (Array.isArray(value)) return hasHole(value) ? copyParts(value) : copyList(place, value)
    const copy = place.shape.copy(value)
    if (copy === MISS) return learn(place, value) ? copyOf(place, value) : copyParts(value)
    if (Object.isFrozen(value)) place.sealed = value
    place.flat = false
    return copy
  }

  /** By key; the object itself is in `made` already. */
  function copyParts(value: any): any {
    const { made: all, bases: of } = strange
    if (all === undefined) return copyTree(value, strange)
    all.pop()
    of!.pop()
    return copyTree(value, strange)
  }

  function copyKnown(place: Place, value: any): any {
    return Array.isArray(value) ? copyList(place, value) : place.shape.copyKnown(value)
  }

  function copyFlat(list: readonly any[]): any[] {
    elements += list.length
    return [...list]
  }

  function copyList(place: Place, list: readonly any[]): any[] {
    const copy = copyFlat(list)
    for (let i = 0; i < copy.length; i++) {
      if (isObject(copy[i])) copy[i] = copyAt(elementOf(place, i), copy[i])
    }
    return copy
  }

  function settleAt(place: Place, value: any, before: unknown): any {
    if (cursor >= known || made[cursor] !== value) return doubt ? value : settleMoved(place, value, before)
    const at = cursor++
    const base = bases[at]
    if (base === value) return base
    // The game froze a part of G, which a draft refuses.
    if (!Object.isExtensible(value)) return ask(value)
    const result = Array.isArray(value) ? settleList(place, value, base) : settleRecord(place, value, base)
    bases[at] = result
    return result
  }

  /** What is not met in the order in which it was copied. */
  function settleMoved(place: Place, value: any, before: unknown): any {
    const at = find(value)
    if (at >= 0) {
      const result = settleMade(place, value, at)
      // A part took the place of its like, which is the same old object: for a draft that is a change.
      return result === before && isShared(before) ? ask(result) : result
    }
    // The old object itself was put back: its copy, and those of its parts, will not be met.
    if (cursor < known && bases[cursor] === value) cursor += sizeOf(value)
    return settleFresh(place, value)
  }

  function settleMade(place: Place, value: any, at: number): any {
    const base = bases[at]
    if (base === value) return value
    // As above; or G holds itself.
    if (!Object.isExtensible(value) || depth > DEEPEST) return ask(value)
    depth++
    const result = settleParts(place, value, base)
    depth--
    bases[at] = result
    return result
  }

  /** What the call put into G. Frozen it stays what it is, and parts of G in it are out of reach of a draft. */
  function settleFresh(place: Place, value: any): any {
    if (Object.isFrozen(value)) return holdsCopy(value, 0) || !isCopied(value) ? ask(value) : value
    if (depth > DEEPEST) return ask(value)
    depth++
    const result = settleParts(place, value, null)
    depth--
    return result
  }

  function settleParts(place: Place, value: any, base: any): any {
    return Array.isArray(value) ? settleList(place, value, base) : settleRecord(place, value, base)
  }

  function settleRecord(place: Place, value: any, base: any): any {
    const settled = place.shape.settle(value, base, base !== null && place.sealed === base)
    if (settled === MISS) return settleByKey(value, base)
    place.sealed = settled
    place.flat = false
    return settled
  }

  function settleList(place: Place, list: any[], base: any): any[] {
    const old: readonly any[] = Array.isArray(base) ? base : NO_LIST
    let changed = base === null || old.length !== list.length
    const isFlat = place.flat && place.sealed === base
    let flat = true
    for (let i = 0; i < list.length; i++) {
      const part = list[i]
      const before = old[i]
      if (isFlat && part === before && (part || part === null)) continue
      if (isObject(part)) {
        flat = false
        const settled = settleAt(elementOf(place, i), part, before)
        if (settled !== part) list[i] = settled
        if (settled !== before) changed = true
        continue
      }
      // Drafts fill holes.
      if (part === undefined && !Object.hasOwn(list, i)) return ask(list)
      if (part === 0) zeroAt(part, before)
      if (!same(part, before)) changed = true
    }
    const result = changed ? Object.freeze(list) : base
    place.sealed = result
    place.flat = flat
    return result
  }

  function settleByKey(value: any, base: any): any {
    const prototype = Object.getPrototypeOf(value)
    if (!isPlain(value) || (base !== null && prototype !== Object.getPrototypeOf(base))) return ask(value)
    const keys = Object.keys(value)
    let changed = base === null || !sameKeys(keys, Object.keys(base))
    for (const key of keys) {
      const part = value[key]
      const before = base?.[key]
      const settled = isObject(part) ? settleAt(nowhere, part, before) : part
      if (settled !== part) value[key] = settled
      if (settled === 0) zeroAt(settled, before)
      if (!same(settled, before)) changed = true
    }
    return changed ? Object.freeze(value) : base
  }

  /** Where in `made` a copy of a part of G is; below zero for anything else. */
  function find(value: object): number {
    index ??= new Map(made.slice(0, known).map((each, i) => [each, i]))
    const at = index.get(value)
    if (at === undefined) return -1
    cursor = at + 1
    return at
  }

  /** Whether an old object stands in several places. */
  const isShared = (base: any) => bases.indexOf(base) !== bases.lastIndexOf(base, known - 1)

  function holdsCopy(value: any, below: number): boolean {
    if (below > DEEPEST || find(value) >= 0) return true
    return Object.values(value).some((part) => isObject(part) && holdsCopy(part, below + 1))
  }

  /** immer does not write −0 over 0, nor 0 over −0, and a value that is read in between is the old one. */
  function zeroAt(value: number, before: unknown): void {
    const minus = 1 / value < 0
    if (minus !== (before === 0 && 1 / before < 0)) doubt = true
  }

  function ask<T>(value: T): T {
    doubt = true
    return value
  }

  /** Drafts refuse most names on lists, and keep the others. */
  function hasNames(): boolean {
    for (let i = 0; i < known; i++) {
      const list = made[i]
      if (Array.isArray(list) && Object.keys(list).length !== list.length) return true
    }
    return false
  }

  /** A part that was taken out of G, and frozen. */
  const hasFrozen = () => made.some((copy, i) => i < known && bases[i] !== copy && !Object.isExtensible(copy))

  /** Gives the place the shape of this value, unless its values change shape too often. */
  function learn(place: Place, value: any): boolean {
    if (place.misses >= MOST_MISSES) return false
    place.misses++
    const keys = Object.keys(value)
    if (Object.getPrototypeOf(value) !== Object.prototype || keys.length > MOST_KEYS || keys.includes('__proto__'))
      return false
    const name = JSON.stringify(keys)
    const shape = shapes.get(name) ?? compileShape(keys, inner)
    shapes.set(name, shape)
    place.shape = shape
    place.sealed = null
    return shape !== NO_SHAPE
  }

  return {
    copy(G, into) {
      strange = into
      elements = 0
      return isObject(G) ? copyAt(root, G) : G
    },
    cost: ({ made: { length } }) => length + (elements >> ELEMENTS_BITS),
    settle(copy, copies, mine, odd) {
      ;({ made, bases } = copies)
      index = undefined
      known = mine
      cursor = depth = 0
      doubt = false
      const before = bases[0]
      const G = settleAt(root, copy, undefined)
      if (doubt || ((odd || G === before) && hasNames()) || ((index || cursor !== known) && hasFrozen()))
        return undefined
      return G
    },
  }
}

/** How many objects a copy of it has. */
function sizeOf(value: object): number {
  let size = 1
  for (const part of Object.values(value)) if (isObject(part)) size += sizeOf(part)
  return size
}

const NO_LIST: readonly unknown[] = []

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null

// biome-ignore lint/suspicious/noSelfCompare: NaN is the same as NaN
const same = (a: unknown, b: unknown) => a === b || (a !== a && b !== b)

const sameKeys = (a: readonly string[], b: readonly string[]) =>
  a.length === b.length && a.every((key, i) => key === b[i])

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
