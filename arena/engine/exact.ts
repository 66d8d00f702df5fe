/**
 * Calls that may change G, as boardgame.io makes them through immer, mostly without immer: the call gets a copy of G,
 * whole where G is small, lazy where that costs less. Whatever a copy could answer otherwise than a draft is noticed,
 * and then the call is made again on a draft.
 */
import { INVALID_MOVE } from '#bgio/core'
// The copy that boardgame.io runs: what a draft refuses differs between immer's builds.
import { freeze, produce } from '#immer'
import { copyTree, isPlain } from './clone.ts'
import type { Copies } from './copier.ts'
import { lazyCopy } from './lazy.ts'
import { refuseContext } from './old-form.ts'
import { needsDraft, newPast, noteWork, type Past } from './past.ts'
import type { Run } from './run.ts'
import { freezeAll, isCopied, isLoose, isTidy, isTidyAlone } from './tidy.ts'

type Fn = (context: any, ...args: any[]) => unknown

/** Functions enter with their first call on a draft that did not throw: some write as no draft allows. */
const pasts = new WeakMap<Fn, Past>()

export function callExactly(run: Run, fn: Fn, seat: string | undefined, args: readonly unknown[]): any {
  const past = pasts.get(fn)
  if (past === undefined || needsDraft(past) || !mayCopy(run)) return callOnDraft(run, fn, seat, args)
  const isFirst = run.known !== run.G
  const events = run.events.length
  const { again } = run
  run.alea.save(again)
  const G = isFirst ? callFirst(run, fn, seat, args, past) : callOnSome(run, fn, seat, args, past)
  if (G === INVALID_MOVE) return G
  if (G !== undefined) {
    run.known = G
    return G
  }
  past.again++
  run.events.length = events
  run.alea.rewind(again)
  return callOnDraft(run, fn, seat, args)
}

/** Whether copies lose nothing of G. */
function mayCopy(run: Run): boolean {
  const { G } = run
  if (run.known === G) return true
  if (typeof G !== 'object' || G === null) return false
  if (!Object.isFrozen(G)) return isLoose(G)
  if (!isKnownTidy(run) && !isCopied(G)) return false
  run.known = G
  return true
}

/**
 * The first call of a match: what `setup` returned is not frozen yet, and a draft freezes what it leaves alone, constants
 * of the game included.
 */
function callFirst(run: Run, fn: Fn, seat: string | undefined, args: readonly unknown[], past: Past): any {
  const G = callOnCopy(run, fn, seat, args, past)
  if (G === undefined || G === INVALID_MOVE) return undefined
  freezeAll(G)
  return G
}

/** The new G, INVALID_MOVE, or undefined where a draft might answer otherwise. */
function callOnSome(run: Run, fn: Fn, seat: string | undefined, args: readonly unknown[], past: Past): any {
  if (!run.site.lazily(past) || !isKnownTidy(run)) return callOnCopy(run, fn, seat, args, past)
  const G = callOnLazy(run, fn, seat, args, past)
  if (G !== undefined && G !== INVALID_MOVE) run.tidy = G
  return G
}

function isKnownTidy(run: Run): boolean {
  if (run.tidy === run.G) return true
  if (!isTidy(run.G)) return false
  run.tidy = run.G
  return true
}

function callOnCopy(run: Run, fn: Fn, seat: string | undefined, given: readonly unknown[], past: Past): any {
  const copies: Copies = { found: undefined, made: [], bases: [] }
  const events = run.events.length
  try {
    const copy = run.site.copier.copy(run.G, copies)
    const known = copies.made.length
    const args = given.length === 0 ? given : copyTree(given, copies)
    past.size = run.site.copier.cost(copies)
    // A class instance.
    if (copies.found !== undefined) return undefined
    const result = fn(contextWith(run, copy, seat), ...args)
    if (result === INVALID_MOVE) return result
    // Returning another G is an error upstream if the old one was changed, which only a draft knows.
    if (result !== undefined && result !== copy) return undefined
    const G = run.site.copier.settle(copy, copies, known, isOdd(fn, given))
    if (G === undefined || !hasRaised(run, events)) return G
    return raised(run, events, (part) => copies.made.includes(part)) ? undefined : G
  } catch {
    // Made again, so that the error and what is left behind are those of a draft.
    return undefined
  }
}

function callOnLazy(run: Run, fn: Fn, seat: string | undefined, args: readonly unknown[], past: Past): any {
  const lazy = lazyCopy(run.G)
  const events = run.events.length
  try {
    const result: any = fn(contextWith(run, lazy.G, seat), ...ownArgs(args))
    if (result === INVALID_MOVE) return lazy.refused() ? undefined : result
    if (result?.events === run.site.apis.events) return undefined
    const G = lazy.settle(result)
    return hasRaised(run, events) && raised(run, events, lazy.holds) ? undefined : G
  } catch {
    return undefined
  } finally {
    noteWork(past, lazy.end())
  }
}

/** A call that is made again must find its arguments as they were. */
function ownArgs(args: readonly unknown[]): readonly unknown[] {
  for (let i = 0; i < args.length; i++) if (typeof args[i] === 'object') return copyTree(args, { found: undefined })
  return args
}

/** Arguments that, taken for the index of a list, would be a name. */
function isOdd(fn: Fn, args: readonly unknown[]): boolean {
  if (args.length + 1 < fn.length) return true
  for (let i = 0; i < args.length; i++) if (!isIndex(args[i])) return true
  return false
}
const isIndex = (arg: unknown) => typeof arg === 'number' && arg >= 0 && Number.isInteger(arg)

const hasRaised = ({ events }: Run, from: number) => events.length > from

/**
 * Whether a part of G was raised with an event: it would be a revoked draft by the time the event is carried out, and
 * throw.
 */
function raised({ events }: Run, from: number, isPart: (value: object) => boolean): boolean {
  for (let i = from; i < events.length; i++) {
    const { arg } = events[i]
    if (typeof arg === 'object' && arg !== null && holdsPart(arg, isPart, 0)) return true
  }
  return false
}

const DEEPEST_ARG = 8

function holdsPart(arg: object, isPart: (value: object) => boolean, depth: number): boolean {
  if (depth > DEEPEST_ARG || isPart(arg)) return true
  for (const part of Object.values(arg)) {
    if (typeof part === 'object' && part !== null && holdsPart(part, isPart, depth + 1)) return true
  }
  return false
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
    refuseContext(result, run.site.apis.events, fn)
    return invalid ? undefined : result
  })
  if (!pasts.has(fn)) pasts.set(fn, newPast())
  return invalid ? INVALID_MOVE : G
}

/** Upstream runs a hook that is a default through immer, which freezes what `setup` returned. */
export function freezeG(run: Run): void {
  const { G } = run
  if (run.known === G || typeof G !== 'object' || G === null) return
  if (freezeTree(G)) run.known = run.tidy = G
}

/** immer's deep `freeze`, without its detours for lists and plain objects. @returns whether the tree is tidy */
function freezeTree(value: any): boolean {
  if (typeof value !== 'object' || value === null) return true
  if (Object.isFrozen(value)) return isTidy(value)
  if (!Array.isArray(value) && !isPlain(value)) {
    freeze(value, true)
    return false
  }
  Object.freeze(value)
  let tidy = isTidyAlone(value)
  for (const part of Object.values(value)) if (!freezeTree(part)) tidy = false
  return tidy
}
