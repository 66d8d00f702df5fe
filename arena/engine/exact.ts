/**
 * Calls that may change G, as boardgame.io makes them through immer, mostly without immer: the call gets a copy of G.
 * Whatever a copy could answer otherwise than a draft is noticed afterwards, and then the call is made again on a draft.
 */
import { produce } from 'immer'
import { INVALID_MOVE } from '#bgio/core'
import { newMark } from './alea.ts'
import { copyTree, type Strange } from './clone.ts'
import type { Run } from './run.ts'

type Fn = (context: any, ...args: any[]) => unknown

/** Functions that needed a draft once: they go there at once. Saves time, decides nothing. */
const needsDraft = new WeakSet<Fn>()

/** Functions that raised an event with an object once: from then on the parts of their copy are listed beforehand. */
const raisesObjects = new WeakSet<Fn>()

export function callExactly(run: Run, fn: Fn, seat: string | undefined, args: readonly unknown[]): any {
  if (typeof run.G !== 'object' || run.G === null || needsDraft.has(fn)) return callOnDraft(run, fn, seat, args)
  const strange: Strange = { found: undefined }
  const copy = run.site.copier.copy(run.G, strange)
  const ownArgs = args.length === 0 ? args : copyTree(args, strange)
  if (strange.found !== undefined) return callOnDraft(run, fn, seat, args)
  const events = run.events.length
  const parts = raisesObjects.has(fn) ? partsOf(copy) : null
  const mark = newMark()
  run.alea.save(mark)
  try {
    const result = fn(contextWith(run, copy, seat), ...ownArgs)
    if (result === INVALID_MOVE) return result
    // Returning another G is an error upstream if the old one was changed, which only a draft knows.
    if ((result === undefined || result === copy) && run.site.copier.seal(copy)) {
      if (!raisedPart(run, events, fn, parts)) return copy
    } else needsDraft.add(fn)
  } catch {
    // Made again below, so that the error and what is left behind are those of a draft.
  }
  run.events.length = events
  run.alea.rewind(mark)
  return callOnDraft(run, fn, seat, args)
}

/**
 * An argument that is a part of G would be a revoked draft by the time the event is carried out, and throw. What is in
 * the new G is frozen by now; what was taken out of it is among the parts of the copy.
 */
function raisedPart(run: Run, from: number, fn: Fn, parts: readonly object[] | null): boolean {
  for (let i = from; i < run.events.length; i++) {
    const { arg } = run.events[i]
    if (typeof arg !== 'object' || arg === null) continue
    raisesObjects.add(fn)
    if (parts === null || holdsPart(arg, parts, 0)) return true
  }
  return false
}

const DEEPEST_ARG = 8

function holdsPart(arg: object, parts: readonly object[], depth: number): boolean {
  if (depth > DEEPEST_ARG || Object.isFrozen(arg) || parts.includes(arg)) return true
  for (const part of Object.values(arg)) {
    if (typeof part === 'object' && part !== null && holdsPart(part, parts, depth + 1)) return true
  }
  return false
}

function partsOf(value: object, parts: object[] = []): object[] {
  parts.push(value)
  for (const part of Object.values(value)) if (typeof part === 'object' && part !== null) partsOf(part, parts)
  return parts
}

function contextWith({ site, ctx }: Run, G: any, playerID: string | undefined) {
  const { random, log, events } = site.apis
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
