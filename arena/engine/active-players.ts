/**
 * Who may act within a turn. The objects inside ctx are replaced where upstream replaces them and mutated where
 * upstream mutates them; the same keys are written in the same order.
 */

import type { Run } from './run.ts'
import { bitOf, recordOf, recordOfSame, seatsOf } from './seat-records.ts'

/** The old name of `maxMoves`; like upstream, rewrites the argument itself. */
function renameMoveLimit(arg: any): void {
  if (!arg.moveLimit) return
  arg.maxMoves = arg.moveLimit
  delete arg.moveLimit
}

/** `null` until there is an entry, as ctx has it; filled by hand because enumerating numbered keys is slow. */
interface Chosen {
  readonly ids: string[]
  activePlayers: Record<string, unknown> | null
  min: Record<string, number> | null
  max: Record<string, number> | null
}

/** @param run whose ctx it is @param arg as `activePlayers` and `events.setActivePlayers` have it */
export function setActivePlayers(run: Run, ctx: any, arg: any): void {
  if (!setUsual(ctx, arg)) setAny(run, ctx, arg)
}

/** The usual cases, every seat in one stage or each in its own, without a step for each seat. */
function setUsual(ctx: any, arg: any): boolean {
  const { all, currentPlayer, others, value, next, revert, moveLimit, minMoves, maxMoves } = arg
  if (next || revert || moveLimit || currentPlayer !== undefined || others !== undefined) return false
  if (value ? all !== undefined : typeof all !== 'string') return false
  const seats = value ? seatsWithStage(value) : seatsIn(ctx.playOrder)
  if (seats === 0) return false
  ctx.activePlayers = value ? recordOf(seats, value) : recordOfSame(seats, all)
  ctx._activePlayersMinMoves = minMoves ? recordOfSame(seats, minMoves) : null
  ctx._activePlayersMaxMoves = maxMoves ? recordOfSame(seats, maxMoves) : null
  ctx._activePlayersNumMoves = recordOfSame(seats, 0)
  ctx._prevActivePlayers = []
  ctx._nextActivePlayers = null
  return true
}

/** 0 where there are none, or anything but the name of a stage, or seats beyond the usual ones. */
function seatsWithStage(value: any): number {
  let seats = 0
  for (const seat in value) {
    const bit = bitOf(seat)
    if (bit === 0 || typeof value[seat] !== 'string') return 0
    seats |= bit
  }
  return seats
}

/** 0 where there are none, or seats beyond the usual ones. */
function seatsIn(playOrder: readonly unknown[]): number {
  let seats = 0
  for (let i = 0; i < playOrder.length; i++) {
    const bit = bitOf(playOrder[i])
    if (bit === 0) return 0
    seats |= bit
  }
  return seats
}

function setAny(run: Run, ctx: any, arg: any): void {
  const chosen: Chosen = { ids: [], activePlayers: null, min: null, max: null }
  let previous: unknown[] = []
  let next = null
  if (Array.isArray(arg)) {
    for (const id of arg) activate(chosen, `${id}`, null)
  } else {
    renameMoveLimit(arg)
    if (arg.next) next = arg.next
    if (arg.revert) previous = [...ctx._prevActivePlayers, remembered(ctx)]
    chooseAll(ctx, arg, chosen)
    if (arg.minMoves) chosen.min = limitAll(chosen.ids, chosen.min, arg.minMoves)
    if (arg.maxMoves) chosen.max = limitAll(chosen.ids, chosen.max, arg.maxMoves)
  }
  for (const id of chosen.ids) if (bitOf(id) === 0) run.usualSeats = false
  const counts: Record<string, number> = {}
  for (const id of chosen.ids) counts[id] = 0
  ctx.activePlayers = chosen.activePlayers
  ctx._activePlayersMinMoves = chosen.min
  ctx._activePlayersMaxMoves = chosen.max
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
  const choice = typeof arg !== 'object' || arg === null ? null : arg
  const stage = choice === null ? arg : choice.stage
  if (stage === undefined) return
  activate(chosen, id, stage)
  if (choice === null) return
  renameMoveLimit(choice)
  if (choice.minMoves) chosen.min = put(chosen.min, id, choice.minMoves)
  if (choice.maxMoves) chosen.max = put(chosen.max, id, choice.maxMoves)
}

function activate(chosen: Chosen, id: string, stage: unknown): void {
  chosen.activePlayers = put(chosen.activePlayers, id, stage)
  chosen.ids.push(id)
}

function limitAll(ids: readonly string[], limits: Record<string, number> | null, limit: number) {
  const all = limits ?? (ids.length > 0 ? {} : null)
  for (const id of ids) all![id] ??= limit
  return all
}

/** Takes a seat out of its stage; the last one out brings back the previous set, or the next. */
export function leaveStage(run: Run, ctx: any, seat: string): void {
  const left = run.usualSeats && bitOf(seat) !== 0 ? seatsOf(ctx.activePlayers) & ~bitOf(seat) : SOME
  if (left !== 0 || ctx._nextActivePlayers) takeOut(ctx, seat, left)
  if (left === SOME ? hasSeat(ctx.activePlayers, ctx.playOrder) : left !== 0) return
  if (ctx._nextActivePlayers) setActivePlayers(run, ctx, ctx._nextActivePlayers)
  else if (ctx._prevActivePlayers.length > 0) bringBack(ctx)
  else {
    ctx.activePlayers = null
    ctx._activePlayersMinMoves = null
    ctx._activePlayersMaxMoves = null
  }
}

/** Stands for seats that only the records themselves tell. */
const SOME = -1

/** @param left the seats that stay */
function takeOut(ctx: any, seat: string, left: number): void {
  const { _activePlayersMinMoves: min, _activePlayersMaxMoves: max } = ctx
  const rest = (record: any) =>
    left === SOME ? without(record, seat) : recordOf(seatsOf(record) & ~bitOf(seat), record)
  ctx.activePlayers = rest(ctx.activePlayers)
  if (min) ctx._activePlayersMinMoves = rest(min)
  if (max) ctx._activePlayersMaxMoves = rest(max)
}

function without(record: any, key: string): any {
  const copy = { ...record }
  delete copy[key]
  return copy
}

/** Enumerating numbered keys is slow, so the usual seats are tried first. */
function hasSeat(record: object, usual: readonly string[]): boolean {
  for (const id of usual) if (Object.hasOwn(record, id)) return true
  return Object.keys(record).length > 0
}

function bringBack(ctx: any): void {
  const last = ctx._prevActivePlayers.length - 1
  Object.assign(ctx, ctx._prevActivePlayers[last])
  ctx._prevActivePlayers = ctx._prevActivePlayers.slice(0, last)
}

/** Puts a seat into a stage; in place, as upstream does, and all four keys are written whatever happens. */
export function enterStage(run: Run, ctx: any, seat: string, arg: any): void {
  renameMoveLimit(arg)
  let { activePlayers, _activePlayersMinMoves: min, _activePlayersMaxMoves: max, _activePlayersNumMoves: made } = ctx
  if (bitOf(seat) === 0) run.usualSeats = false
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

function put(record: any, key: string, value: unknown): any {
  const kept = record ?? {}
  kept[key] = value
  return kept
}

export function isActive(ctx: any, seat: string): boolean {
  return ctx.activePlayers ? Object.hasOwn(ctx.activePlayers, seat) : ctx.currentPlayer === seat
}
