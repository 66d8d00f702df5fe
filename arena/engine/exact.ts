/**
 * Calls that may change G, as boardgame.io makes them through immer, mostly without immer: the call gets a copy of G.
 * Whatever a copy could answer otherwise than a draft is noticed afterwards, and then the call is made again on a
 * draft.
 */
import { INVALID_MOVE } from '#bgio/core'
// The copy that boardgame.io runs: what a draft refuses differs between immer's builds.
import { freeze, produce } from '#immer'
import { newMark } from './alea.ts'
import { copyTree, isPlain } from './clone.ts'
import type { Copies } from './copier.ts'
import { refuseContext } from './old-form.ts'
import type { Run } from './run.ts'

type Fn = (context: any, ...args: any[]) => unknown

/** How a function fared: copies save time as long as few of its calls are made again. Decides nothing. */
interface Past {
  calls: number
  again: number
}
/** Functions enter with their first call on a draft that did not throw: some write as no draft allows. */
const pasts = new WeakMap<Fn, Past>()
/** Every G that has lists with names, which copies lose. */
const named = new WeakSet<object>()

export function callExactly(run: Run, fn: Fn, seat: string | undefined, args: readonly unknown[]): any {
  const past = pasts.get(fn)
  // What `setup` returned is not frozen yet, and a draft freezes what it leaves alone, constants of the game included.
  if (!isFrozenTree(run.G) || past === undefined || past.again * 8 > ++past.calls + 8 || named.has(run.G))
    return callOnDraft(run, fn, seat, args)
  const copied = copyFor(run, args)
  if (copied === undefined) return callOnDraft(run, fn, seat, args)
  const events = run.events.length
  const mark = newMark()
  run.alea.save(mark)
  const G = callOnCopy(run, fn, seat, args, copied)
  if (G !== undefined) return G
  past.again++
  run.events.length = events
  run.alea.rewind(mark)
  return callOnDraft(run, fn, seat, args, true)
}

interface Copied {
  readonly copy: object
  readonly args: readonly unknown[]
  readonly copies: Copies
  /** How many of `copies` belong to G. */
  readonly known: number
}

/** Copies of G and arguments, or undefined where there are none: G holds a class instance, or itself. */
function copyFor({ site, G }: Run, args: readonly unknown[]): Copied | undefined {
  const copies: Copies = { found: undefined, made: [], bases: [] }
  try {
    const copy = site.copier.copy(G, copies)
    const known = copies.made.length
    const own = args.length === 0 ? args : copyTree(args, copies)
    return copies.found === undefined ? { copy, args: own, copies, known } : undefined
  } catch {
    return undefined
  }
}

/** The new G, INVALID_MOVE, or undefined where a draft might answer otherwise. */
function callOnCopy(
  run: Run,
  fn: Fn,
  seat: string | undefined,
  given: readonly unknown[],
  { copy, args, copies, known }: Copied,
): any {
  const events = run.events.length
  try {
    const result = fn(contextWith(run, copy, seat), ...args)
    if (result === INVALID_MOVE) return result
    // Returning another G is an error upstream if the old one was changed, which only a draft knows.
    if (result !== undefined && result !== copy) return undefined
    const G = run.site.copier.settle(copy, copies, known, isOdd(fn, given))
    return G !== undefined && raisedPart(run, events, copies.made) ? undefined : G
  } catch {
    // Made again, so that the error and what is left behind are those of a draft.
    return undefined
  }
}

/** Arguments that, taken for the index of a list, would be a name. */
const isOdd = (fn: Fn, args: readonly unknown[]) => args.length + 1 < fn.length || !args.every(isIndex)
const isIndex = (arg: unknown) => typeof arg === 'number' && arg >= 0 && Number.isInteger(arg)

/**
 * An argument that is, or was, a part of G would be a revoked draft by the time the event is carried out, and throw.
 */
function raisedPart({ events }: Run, from: number, made: readonly object[]): boolean {
  for (let i = from; i < events.length; i++) {
    const { arg } = events[i]
    if (typeof arg === 'object' && arg !== null && holdsPart(arg, made, 0)) return true
  }
  return false
}

const DEEPEST_ARG = 8

function holdsPart(arg: object, made: readonly object[], depth: number): boolean {
  if (depth > DEEPEST_ARG || made.includes(arg)) return true
  for (const part of Object.values(arg)) {
    if (typeof part === 'object' && part !== null && holdsPart(part, made, depth + 1)) return true
  }
  return false
}

function contextWith({ site, ctx }: Run, G: any, playerID: string | undefined) {
  const { random, log, events } = site.apis
  return { random, log, events, G, ctx, playerID }
}

/** @param again after a copy that gave no answer */
function callOnDraft(run: Run, fn: Fn, seat: string | undefined, args: readonly unknown[], again = false): any {
  const watched = again || !pasts.has(fn) || isOdd(fn, args) || named.has(run.G)
  let invalid = false
  const G = produce(run.G, (draft: any) => {
    const result = fn(contextWith(run, draft, seat), ...args)
    invalid = result === INVALID_MOVE
    refuseContext(result, run.site.apis.events, fn)
    return invalid ? undefined : result
  })
  if (!pasts.has(fn)) pasts.set(fn, { calls: 0, again: 0 })
  if (watched && hasNames(G)) named.add(G)
  return invalid ? INVALID_MOVE : G
}

/** Whether a list in the tree has a property that is no element. */
function hasNames(value: any, seen = new Set<unknown>()): boolean {
  if (typeof value !== 'object' || value === null || seen.has(value)) return false
  seen.add(value)
  const parts = Object.values(value)
  if (Array.isArray(value) && parts.length > value.length) return true
  return parts.some((part) => hasNames(part, seen))
}

const isFrozenTree = (G: any): G is object => typeof G === 'object' && G !== null && Object.isFrozen(G)

/** immer's deep `freeze`, without its detours for lists and plain objects. */
export function freezeTree(value: any): void {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return
  if (!Array.isArray(value) && !isPlain(value)) return void freeze(value, true)
  Object.freeze(value)
  for (const part of Object.values(value)) freezeTree(part)
}
