/**
 * Lazy copies of G, for games whose G is large: a part is copied when it is written to, and no other part is looked at.
 * They answer as immer's drafts do, for a tidy G (`tidy.ts`). What is unusual on either side is refused by throwing; then
 * the call is made again on a draft.
 */
import { type Call, isObject, newPart, PART, type Part, refuse } from './lazy-part.ts'
import { isTidy, isTidyAlone } from './tidy.ts'

const DEEPEST = 400

export interface LazyCall {
  /** What the call is given for G. */
  readonly G: any
  /** What became of G; throws where a draft might answer otherwise. */
  settle(result: unknown): any
  /** Something unusual was tried, whatever the game made of the error. */
  refused(): boolean
  holds(value: object): boolean
  /** Ends the call: whoever kept a part may use it no more. Returns what the call cost. */
  end(): number
}

/** @param base a tidy G */
export function lazyCopy(base: object): LazyCall {
  const call: Call = { doubt: false, over: false, work: 0 }
  const root = newPart(call, base, undefined)
  return {
    G: root.proxy,
    settle(result) {
      if (call.doubt) refuse(call)
      if (result === undefined || result === root.proxy) return settlePart(root)
      // Returning another G is an error upstream if the old one was changed.
      if (root.copy !== undefined || !isObject(result)) refuse(call)
      return settleValue(call, result, 0)
    },
    refused: () => call.doubt,
    holds: (value) => (value as any)[PART] !== undefined,
    end() {
      call.over = true
      return call.work
    },
  }
}

/** The old object where nobody wrote, else the copy, frozen, with all that was put into it. */
function settlePart(part: Part): any {
  const { copy, base, call } = part
  if (copy === undefined) return base
  if (part.settled === 'yes') return copy
  // G holds itself.
  if (part.settled === 'begun') refuse(call)
  part.settled = 'begun'
  if (part.placed !== undefined) {
    for (const key of part.placed) {
      const value = copy[key]
      if (isObject(value) && value !== base[key]) copy[key] = settleValue(call, value, 0)
    }
  }
  part.settled = 'yes'
  return Object.freeze(copy)
}

/** A part, or what the call put into G: frozen it stays what it is. */
function settleValue(call: Call, value: any, depth: number): any {
  const part: Part | undefined = value[PART]
  if (part !== undefined) return part.call === call ? settlePart(part) : refuse(call)
  if (depth > DEEPEST) refuse(call)
  if (Object.isFrozen(value)) return isTidy(value) ? value : refuse(call)
  for (const key of Object.keys(value)) {
    const inner = value[key]
    if (!isObject(inner)) continue
    const settled = settleValue(call, inner, depth + 1)
    if (settled !== inner) value[key] = settled
  }
  Object.freeze(value)
  return isTidyAlone(value) ? value : refuse(call)
}
