import type { Hook } from './compile.ts'
import { callExactly, freezeG } from './exact.ts'
import { refuseContext } from './old-form.ts'
import type { Method, Run } from './run.ts'

/** What `endIf`, `next` and `order` functions get, which may read but not change. */
export function readContext(run: Run): any {
  if (!run.exact) return sharedContext(run, undefined)
  const { random, log, events } = run.site.apis
  return { random, log, events, G: run.G, ctx: run.ctx }
}

function sharedContext(run: Run, seat: string | undefined): any {
  const { context } = run
  context.G = run.G
  context.ctx = run.ctx
  context.playerID = seat
  return context
}

export function callHook(run: Run, hook: Hook, method: Method, seat?: string): void {
  if (hook !== null) run.G = callWithG(run, hook, method, seat, NO_ARGS)
  else if (run.exact) freezeG(run)
}

const NO_ARGS: readonly unknown[] = []

/** Runs a move or hook and returns the new G, or INVALID_MOVE. */
export function callWithG(
  run: Run,
  fn: (context: any, ...args: unknown[]) => unknown,
  method: Method,
  seat: string | undefined,
  args: readonly unknown[],
): any {
  run.calledFrom = method
  run.settled = false
  const G = run.exact ? callExactly(run, fn, seat, args) : callInPlace(run, fn, seat, args)
  run.calledFrom = undefined
  return G
}

function callInPlace(run: Run, fn: (...all: any[]) => unknown, seat: string | undefined, args: readonly unknown[]) {
  const context = sharedContext(run, seat)
  const result = args.length === 0 ? fn(context) : fn(context, ...args)
  if (result === undefined) return run.G
  refuseContext(result, run.site.apis.events, fn)
  return result
}
