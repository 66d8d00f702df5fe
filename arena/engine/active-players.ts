/**
 * Who may act within a turn. The objects inside ctx are replaced where upstream replaces them and mutated where upstream
 * mutates them; the same keys are written in the same order.
 */

/** The old name of `maxMoves`; like upstream, rewrites the argument itself. */
function renameMoveLimit(arg: any): void {
  if (!arg.moveLimit) return
  arg.maxMoves = arg.moveLimit
  delete arg.moveLimit
}

interface Chosen {
  activePlayers: Record<string, unknown>
  min: Record<string, number>
  max: Record<string, number>
}

export function setActivePlayers(ctx: any, arg: any): void {
  const chosen: Chosen = { activePlayers: {}, min: {}, max: {} }
  let previous: unknown[] = []
  let next = null
  if (Array.isArray(arg)) {
    for (const id of arg) chosen.activePlayers[id] = null
  } else {
    renameMoveLimit(arg)
    if (arg.next) next = arg.next
    if (arg.revert) previous = [...ctx._prevActivePlayers, remembered(ctx)]
    chooseAll(ctx, arg, chosen)
    limitAll(chosen.activePlayers, chosen.min, arg.minMoves)
    limitAll(chosen.activePlayers, chosen.max, arg.maxMoves)
  }
  const counts: Record<string, number> = {}
  for (const id in chosen.activePlayers) counts[id] = 0
  ctx.activePlayers = orNull(chosen.activePlayers)
  ctx._activePlayersMinMoves = orNull(chosen.min)
  ctx._activePlayersMaxMoves = orNull(chosen.max)
  ctx._activePlayersNumMoves = counts
  ctx._prevActivePlayers = previous
  ctx._nextActivePlayers = next
}

const remembered = (ctx: any) => ({
  activePlayers: ctx.activePlayers,
  _activePlayersMinMoves: ctx._activePlayersMinMoves,
  _activePlayersMaxMoves: ctx._activePlayersMaxMoves,
  _activePlayersNumMoves: ctx._activePlayersNumMoves,
})

function chooseAll(ctx: any, arg: any, chosen: Chosen): void {
  if (arg.currentPlayer !== undefined) choose(chosen, ctx.currentPlayer, arg.currentPlayer)
  if (arg.others !== undefined) {
    for (const id of ctx.playOrder) if (id !== ctx.currentPlayer) choose(chosen, id, arg.others)
  }
  if (arg.all !== undefined) {
    for (const id of ctx.playOrder) choose(chosen, id, arg.all)
  }
  if (arg.value) {
    for (const id in arg.value) choose(chosen, id, arg.value[id])
  }
}

function choose(chosen: Chosen, id: string, arg: any): void {
  const choice = typeof arg !== 'object' || arg === null ? { stage: arg } : arg
  if (choice.stage === undefined) return
  renameMoveLimit(choice)
  chosen.activePlayers[id] = choice.stage
  if (choice.minMoves) chosen.min[id] = choice.minMoves
  if (choice.maxMoves) chosen.max[id] = choice.maxMoves
}

function limitAll(activePlayers: object, limits: Record<string, number>, limit: number | undefined): void {
  if (!limit) return
  for (const id in activePlayers) if (limits[id] === undefined) limits[id] = limit
}

function orNull<T extends object>(record: T): T | null {
  for (const _ in record) return record
  return null
}

/** Takes a seat out of its stage; the last one out brings back the previous set, or the next. */
export function leaveStage(ctx: any, seat: string): void {
  ctx.activePlayers = without(ctx.activePlayers, seat)
  if (ctx._activePlayersMinMoves) ctx._activePlayersMinMoves = without(ctx._activePlayersMinMoves, seat)
  if (ctx._activePlayersMaxMoves) ctx._activePlayersMaxMoves = without(ctx._activePlayersMaxMoves, seat)
  if (orNull(ctx.activePlayers) !== null) return
  if (ctx._nextActivePlayers) setActivePlayers(ctx, ctx._nextActivePlayers)
  else if (ctx._prevActivePlayers.length > 0) bringBack(ctx)
  else {
    ctx.activePlayers = null
    ctx._activePlayersMinMoves = null
    ctx._activePlayersMaxMoves = null
  }
}

function without(record: any, key: string): any {
  const copy = { ...record }
  delete copy[key]
  return copy
}

function bringBack(ctx: any): void {
  const last = ctx._prevActivePlayers.length - 1
  Object.assign(ctx, ctx._prevActivePlayers[last])
  ctx._prevActivePlayers = ctx._prevActivePlayers.slice(0, last)
}

/** Puts a seat into a stage; in place, as upstream does, and all four keys are written whatever happens. */
export function enterStage(ctx: any, seat: string, arg: any): void {
  renameMoveLimit(arg)
  let { activePlayers, _activePlayersMinMoves: min, _activePlayersMaxMoves: max, _activePlayersNumMoves: made } = ctx
  if (arg.stage !== undefined) {
    activePlayers ??= {}
    activePlayers[seat] = arg.stage
    made[seat] = 0
    if (arg.minMoves) min = put(min, seat, arg.minMoves)
    if (arg.maxMoves) max = put(max, seat, arg.maxMoves)
  }
  ctx.activePlayers = activePlayers
  ctx._activePlayersMinMoves = min
  ctx._activePlayersMaxMoves = max
  ctx._activePlayersNumMoves = made
}

function put(limits: any, seat: string, limit: number): any {
  const kept = limits ?? {}
  kept[seat] = limit
  return kept
}

export function isActive(ctx: any, seat: string): boolean {
  return ctx.activePlayers ? Object.hasOwn(ctx.activePlayers, seat) : ctx.currentPlayer === seat
}
