/** Games written for boardgame.io before 0.50, whose functions took `(G, ctx, …)` where they now take `({ G, ctx }, …)`. */
import type { Game } from 'boardgame.io'
import { isPlain } from './clone.ts'
import { EngineError } from './define.ts'

/** Refuses a game whose functions name their parameters as they were before 0.50. */
export function refuseOldForm({ setup, moves, phases, turn, endIf, onEnd, playerView }: Game<any>): void {
  for (const [where, fn] of functionsIn({ moves, phases, turn, endIf, onEnd, playerView })) {
    if (isOld(fn)) throw oldForm(`game.${where} to take ({ G, ctx, … }, …)`, firstParameters(fn).join(', '))
  }
  if (typeof setup === 'function' && isOldSetup(setup))
    throw oldForm('game.setup to take ({ ctx, … }, setupData)', 'ctx')
}

/** Refuses what a pure move of the old form, `(G) => ({ ...G, … })`, makes of the one object that it is called with. */
export function refuseContext(result: any, events: unknown, fn: (...args: any[]) => unknown): void {
  if (typeof result !== 'object' || result === null || result.events !== events) return
  throw oldForm(`${fn.name || 'a move or hook'} to return a G`, 'the object that it was called with, or a copy of it')
}

const oldForm = (expected: string, got: string) =>
  new EngineError(
    'game',
    `Expected ${expected}, as since boardgame.io 0.50, got ${got}: the form before 0.50. Take the first two parameters from one object`,
  )

function* functionsIn(
  value: unknown,
  path: readonly string[] = [],
  seen = new Set<unknown>(),
): Generator<[string, any]> {
  if (typeof value === 'function') yield [path.join('.'), value]
  if (!isPlain(value) || seen.has(value)) return
  seen.add(value)
  for (const [key, part] of Object.entries(value)) yield* functionsIn(part, [...path, key], seen)
}

const HEAD = /^(?:async\s+)?(?:function\s*)?\*?\s*[\w$]*\s*\(?\s*([\w$]+)\s*(?:,\s*([\w$]+)\s*[,)=]|[,)=])/

/** The names of the first two parameters, as far as they have names: the first may be taken apart, and then has none. */
function firstParameters(fn: (...args: any[]) => unknown): string[] {
  const [, first, second] = HEAD.exec(Function.prototype.toString.call(fn)) ?? []
  return [first, second].filter((name) => name !== undefined)
}

function isOld(fn: (...args: any[]) => unknown): boolean {
  const [first = '', second = ''] = firstParameters(fn)
  return /^_*G$/.test(first) || /^_*ctx$/.test(second)
}

/** `ctx` may be the name of the whole, `ctx.random` included; what only the inner ctx has tells. */
function isOldSetup(setup: (...args: any[]) => unknown): boolean {
  const inner = /(?<![.\w$])ctx\.(numPlayers|playOrder|playOrderPos|currentPlayer|turn|phase|activePlayers)\b/
  return firstParameters(setup)[0] === 'ctx' && inner.test(Function.prototype.toString.call(setup))
}
