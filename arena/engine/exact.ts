/**
 * Calls that may change G, as boardgame.io makes them through immer, mostly without immer: the call gets a copy of G.
 * Whatever a copy could answer otherwise than a draft is noticed afterwards, and then the call is made again on a draft.
 */
import { produce } from 'immer'
import { INVALID_MOVE } from '#bgio/core'
import { copyTree } from './clone.ts'
import type { Run } from './run.ts'

type Fn = (context: any, ...args: any[]) => unknown

/** Functions that needed a draft once: they go there at once. Saves time, decides nothing. */
const needsDraft = new WeakSet<Fn>()

export function callExactly(run: Run, fn: Fn, seat: string | undefined, args: readonly unknown[]): any {
  if (typeof run.G !== 'object' || run.G === null || needsDraft.has(fn)) return callOnDraft(run, fn, seat, args)
  const strange = { found: undefined }
  const copy = copyTree(run.G, strange)
  const ownArgs = copyTree(args, strange)
  if (strange.found !== undefined) return callOnDraft(run, fn, seat, args)
  const events = run.events.length
  const random = run.alea.state()
  try {
    const result = fn(contextWith(run, copy, seat), ...ownArgs)
    if (result === INVALID_MOVE) return result
    // Returning another G is an error upstream if the old one was changed, which only a draft knows.
    if ((result === undefined || result === copy) && seal(copy)) {
      if (!raisedWithObject(run, events)) return copy
    } else needsDraft.add(fn)
  } catch {
    // Made again below, so that the error and what is left behind are those of a draft.
  }
  run.events.length = events
  run.alea.load(random)
  return callOnDraft(run, fn, seat, args)
}

/** An argument that is a part of G would be a revoked draft by the time the event is carried out, and throw. */
function raisedWithObject({ events }: Run, from: number): boolean {
  for (let i = from; i < events.length; i++) {
    if (typeof events[i].arg === 'object' && events[i].arg !== null) return true
  }
  return false
}

function contextWith({ apis: { random, log, events }, ctx }: Run, G: any, playerID: string | undefined) {
  return { random, log, events, G, ctx, playerID }
}

function callOnDraft(run: Run, fn: Fn, seat: string | undefined, args: readonly unknown[]): any {
  let invalid = false
  const G = produce(run.G, (draft: any) => {
    const result = fn(contextWith(run, draft, seat), ...args)
    invalid = result === INVALID_MOVE
    return invalid ? undefined : result
  })
  return invalid ? INVALID_MOVE : G
}

/** Freezes a tree as immer would; false if it is none, or has holes, which drafts fill when they are made by `delete`. */
function seal(value: any): boolean {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return true
  if (Array.isArray(value)) return sealArray(value)
  const prototype = Object.getPrototypeOf(value)
  if (prototype !== Object.prototype && prototype !== null) return false
  Object.freeze(value)
  for (const key in value) {
    if (!seal(value[key])) return false
  }
  return true
}

function sealArray(list: any[]): boolean {
  Object.freeze(list)
  for (let i = 0; i < list.length; i++) {
    const part = list[i]
    if (part === undefined && !Object.hasOwn(list, i)) return false
    if (typeof part === 'object' && !seal(part)) return false
  }
  return true
}
