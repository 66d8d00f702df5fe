/** Functions compiled for records with the same keys in the same order: five times as fast as going by key. */

/** A place in the tree: G itself, a property, or the elements of a list. */
export interface Place {
  shape: Shape
  misses: number
  /** A frozen value that was here last, so it still has this shape, or is a list without holes. */
  sealed: object | null
  /** It is a list of primitives. */
  flat: boolean
  readonly elements: Place[]
}

export interface Shape {
  /** A copy, or `MISS` for an object of another shape. */
  copy(value: object): object
  /** A copy of what is known to have this shape. */
  copyKnown(value: object): object
  /**
   * `base` if the object holds what that holds, else the object itself, frozen; `MISS` for one of another shape.
   * @param sure `base` is known to have this shape
   */
  settle(value: object, base: object | null, sure: boolean): object
}

export const MISS = Object.freeze({})
export const NO_SHAPE: Shape = { copy: () => MISS, copyKnown: () => MISS, settle: () => MISS }

export const newPlace = (): Place => ({ shape: NO_SHAPE, misses: 0, sealed: null, flat: false, elements: [] })

export interface Inner {
  /** Of an object at a place: its copy, and what it settles to. */
  readonly copyAt: (place: Place, value: any) => any
  readonly settleAt: (place: Place, value: any, before: unknown) => any
  /** Looks at a zero where `before` was. */
  readonly zeroAt: (value: number, before: unknown) => void
}

export function compileShape(keys: readonly string[], { copyAt, settleAt, zeroAt }: Inner): Shape {
  try {
    const make = new Function('MISS', 'keys', 'places', 'copyAt', 'settleAt', 'zeroAt', sourceOf(keys))
    return make(MISS, keys, keys.map(newPlace), copyAt, settleAt, zeroAt)
  } catch {
    // Pages may forbid compiling (Content-Security-Policy).
    return NO_SHAPE
  }
}

/** Enumerating is fast on named properties, and slow on numbered ones, where listing them is a little faster. */
const BY_ORDER = `
  let i = 0
  for (const key in value) if (key !== keys[i++]) return false
  return i === keys.length && getPrototypeOf(value) === plain`
const BY_LIST = `
  const own = listKeys(value)
  if (own.length !== keys.length || getPrototypeOf(value) !== plain) return false
  for (let i = 0; i < own.length; i++) if (own[i] !== keys[i]) return false
  return true`

const isIndex = (key: string) => String(Number(key)) === key

function sourceOf(keys: readonly string[]): string {
  const names = keys.map((key) => JSON.stringify(key))
  const read = names.map((name, i) => `const v${i} = value[${name}]`).join('\n')
  const copied = names.map((name, i) => `${name}: ${isHeld(i)} ? copyAt(p${i}, v${i}) : v${i}`).join()
  return `'use strict'
    const { getPrototypeOf, freeze, keys: listKeys, prototype: plain } = Object
    const [${keys.map((_, i) => `p${i}`).join()}] = places
    function fits(value) { ${keys.some(isIndex) ? BY_LIST : BY_ORDER} }
    return {
      copy(value) { if (!fits(value)) return MISS\n${read}\nreturn { ${copied} } },
      copyKnown(value) { ${read}\nreturn { ${copied} } },
      settle(value, base, sure) {
        if (!fits(value)) return MISS
        let changed = base === null || !(sure || fits(base))
        const old = base === null ? MISS : base
        ${read}\n${names.map(settled).join('\n')}
        return changed ? freeze(value) : base
      },
    }`
}

const isHeld = (i: number) => `typeof v${i} === 'object' && v${i} !== null`

const settled = (name: string, i: number) => `
  const b${i} = old[${name}]
  if (${isHeld(i)}) {
    const s = settleAt(p${i}, v${i}, b${i})
    if (s !== v${i}) value[${name}] = s
    if (s !== b${i}) changed = true
  } else {
    if (v${i} === 0) zeroAt(v${i}, b${i})
    if (v${i} !== b${i} && (v${i} === v${i} || b${i} === b${i})) changed = true
  }`
