/**
 * Calls that may change G, as boardgame.io makes them through immer, mostly without immer: the call gets a copy of G.
 * Whatever a copy could answer otherwise than a draft is noticed afterwards, and then the call is made again on a
 * draft.
 */
import { freeze, produce } from 'immer'
import { INVALID_MOVE } from '#bgio/core'
import { newMark } from './alea.ts'
import { copyTree, isPlain, type Strange } from './clone.ts'
import { refuseContext } from './old-form.ts'
import type { Run } from './run.ts'

type Fn = (context: any, ...args: any[]) => unknown

/** Functions that needed a draft once: they go there at once. Saves time, decides nothing. */
const needsDraft = new WeakSet<Fn>()

export function callExactly(run: Run, fn: Fn, seat: string | undefined, args: readonly unknown[]): any {
  // What `setup` returned is not frozen yet, and a draft freezes what it leaves alone, constants of the game included.
  if (!isFrozenTree(run.G) || needsDraft.has(fn)) return callOnDraft(run, fn, seat, args)
  const made: object[] = []
  const strange: Strange = { found: undefined, made }
  const copy = run.site.copier.copy(run.G, strange)
  const ownArgs = args.length === 0 ? args : copyTree(args, strange)
  if (strange.found !== undefined) return callOnDraft(run, fn, seat, args)
  const events = run.events.length
  const mark = newMark()
  run.alea.save(mark)
  try {
    const result = fn(contextWith(run, copy, seat), ...ownArgs)
    if (result === INVALID_MOVE) return result
    // Returning another G is an error upstream if the old one was changed, which only a draft knows.
    if ((result === undefined || result === copy) && run.site.copier.seal(copy)) {
      if (!raisedPart(run, events, made)) return copy
    } else needsDraft.add(fn)
  } catch {
    // Made again below, so that the error and what is left behind are those of a draft.
  }
  run.events.length = events
  run.alea.rewind(mark)
  return callOnDraft(run, fn, seat, args)
}

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

function callOnDraft(run: Run, fn: Fn, seat: string | undefined, args: readonly unknown[]): any {
  let invalid = false
  const G = produce(run.G, (draft: any) => {
    const result = fn(contextWith(run, draft, seat), ...args)
    invalid = result === INVALID_MOVE
    refuseContext(result, run.site.apis.events, fn)
    return invalid ? undefined : result
  })
  return invalid ? INVALID_MOVE : G
}

const isFrozenTree = (G: any) => typeof G === 'object' && G !== null && Object.isFrozen(G)

/** immer's deep `freeze`, without its detours for lists and plain objects. */
export function freezeTree(value: any): void {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return
  if (!Array.isArray(value) && !isPlain(value)) return void freeze(value, true)
  Object.freeze(value)
  for (const part of Object.values(value)) freezeTree(part)
}
