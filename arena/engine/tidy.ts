/** What copies rely on; lazy ones on most: frozen throughout, plain records and lists, nothing in a list but elements. */
import { isPlain } from './clone.ts'

const DEEPEST = 400
const MOST = 1_000_000

/** Whether lazy copies may stand for it. */
export function isTidy(value: unknown): boolean {
  let left = MOST
  const walk = (part: unknown, depth: number): boolean => {
    if (typeof part !== 'object' || part === null) return true
    // Deeper or larger than any G but one that holds itself, or shares its parts again and again.
    if (depth > DEEPEST || --left < 0 || !Object.isFrozen(part) || !isTidyAlone(part)) return false
    for (const inner of Object.values(part)) if (!walk(inner, depth + 1)) return false
    return true
  }
  return walk(value, 0)
}

/** A tidy tree before it is frozen: nothing in it is. */
export function isLoose(value: unknown, depth = 0): boolean {
  if (typeof value !== 'object' || value === null) return true
  if (depth > DEEPEST || Object.isFrozen(value) || !isTidyAlone(value)) return false
  for (const part of Object.values(value)) if (!isLoose(part, depth + 1)) return false
  return true
}

/** Freezes what is not frozen in a tree, also below what is. */
export function freezeAll(value: unknown): void {
  if (typeof value !== 'object' || value === null) return
  Object.freeze(value)
  for (const part of Object.values(value)) freezeAll(part)
}

/** Whether whole copies may: they keep all of it but names on lists, and freeze nothing that they leave alone. */
export function isCopied(value: unknown, seen = new Set<unknown>()): boolean {
  if (typeof value !== 'object' || value === null) return true
  const isList = Array.isArray(value)
  if (seen.has(value) || !(isList || isPlain(value))) return true
  seen.add(value)
  const parts = Object.values(value)
  if (!Object.isFrozen(value) || (isList && parts.length > value.length)) return false
  return parts.every((part) => isCopied(part, seen))
}

/** Whether they may for what is its own: no look inside, nor at being frozen. */
export function isTidyAlone(part: object): boolean {
  if (Array.isArray(part)) return Object.keys(part).length === part.length
  return isPlain(part) && Object.getPrototypeOf(part) !== null && !Object.hasOwn(part, '__proto__')
}
