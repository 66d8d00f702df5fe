/**
 * The engine's contract: an unmodified boardgame.io 0.50.2 `Game` is played at simulation speed, and every state it
 * passes through is the one boardgame.io's own reducer would give.
 *
 * Outside the contract, by name:
 * - undo, redo, `PLUGIN` and `PATCH` actions, and actions without a player (`playerID: null`) are not offered;
 * - inherited names ('toString', '__proto__') are no moves, events, phases or seats; upstream takes them for some;
 * - seats are non-empty strings (after `endTurn({ next: 1 })` the player 1 is no seat);
 * - G has no symbol keys, and its arrays no named properties of the game's own (those that malformed arguments would
 *   make are refused, or kept, as upstream);
 * - games of the form before 0.50, `(G, ctx, …)`, and names with spaces are refused;
 * - `random._private` and `events._private` do not exist;
 * - async and generator moves or hooks are refused when the game is compiled;
 * - upstream's development check that G is serialisable is not repeated (it depends on NODE_ENV).
 */
import type { Ctx, Game } from 'boardgame.io'

/** The PRNG of a match as boardgame.io stores it: the seed alone until the first draw. */
export interface RandomState {
  readonly seed: string | number
  readonly prngstate?: { readonly c: number; readonly s0: number; readonly s1: number; readonly s2: number }
}

/** All that decides the rest of a match. A live view: read it, compare it, do not retain it. */
export interface EngineState<G> {
  readonly G: G
  readonly ctx: Ctx
  readonly random: RandomState
  readonly stateID: number
}

/** A detached copy of a match's state; belongs to the engine that took it and may be restored any number of times. */
export interface Snapshot<G> extends EngineState<G> {
  /** Data of custom plugins; only the reference engine has any. */
  readonly plugins?: Readonly<Record<string, unknown>>
}

export interface Match<G = any> {
  /** Live: changes under the hood with every action. Read only. */
  readonly G: G
  /** Live like `G`. */
  readonly ctx: Ctx
  /**
   * Makes a move. `false` means refused (unknown or not now, not this seat's turn, game over, INVALID_MOVE, or an event
   * against the rules), and the match is as it was. Errors thrown by the game come through; see `EngineMode` for what
   * they leave behind.
   */
  act(seat: string, move: string, args?: readonly unknown[]): boolean
  /** Raises an event as a client would (boardgame.io's GAME_EVENT); `game.events` flags do not gate it, as upstream. */
  event(seat: string, type: string, args?: readonly unknown[]): boolean
  /** What a seat (or a spectator, `null`) may see of G. */
  view(seat: string | null): G
  state(): EngineState<G>
  snapshot(): Snapshot<G>
  restore(snapshot: Snapshot<G>): void
  clone(): Match<G>
}

export interface StartOptions {
  readonly seed: string
  readonly numPlayers: number
  /** Handed to `game.setup` as it is. */
  readonly setupData?: unknown
}

/**
 * - `exact`: identical to the reference whatever the game does, also when a move mutates and then returns
 *   INVALID_MOVE, throws, or stores one object in two places. G is frozen between actions. A move or hook may run a
 *   second time, on an immer draft, when the first run on a copy of G did something a draft might answer otherwise
 *   (threw, returned another G, made holes, wrote −0, froze or raised a part of G): it must have no effects besides G.
 *   What a call leaves alone stays the same object.
 * - `trusted`: plain mutation, for games that passed conformance. Moves validate before they mutate, G is a JSON-like
 *   tree that shares nothing with ctx, constants or arguments; `endIf`, `next` and the like do not write; nothing
 *   writes −0 over 0 or names on lists; and events follow their rules. A thrown error or a forbidden event breaks the
 *   match: every later call throws.
 * - `reference`: boardgame.io's reducer itself.
 *
 * In the first two, `endIf` of game and phase is not asked again while nothing changed since it last said no: it must
 * answer by what it is given (its draws count) and not by a counter of its own.
 */
export type EngineMode = 'exact' | 'trusted' | 'reference'

export interface Engine<G = any> {
  readonly mode: EngineMode
  /** Why a stepper was asked for and the reference came; only then. */
  readonly why?: string
  start(options: StartOptions): Match<G>
}

export interface StepperOptions {
  /** @default 'exact' */
  readonly mode?: 'exact' | 'trusted'
}

export type CreateStepper = <G>(game: Game<G>, options?: StepperOptions) => Engine<G>

/** A game, action or value the engine does not handle; the message says which and why. */
export class EngineError extends Error {
  override readonly name = 'EngineError'
  readonly code: 'game' | 'action' | 'event' | 'state' | 'broken'

  constructor(code: EngineError['code'], message: string, options?: ErrorOptions) {
    super(message, options)
    this.code = code
  }
}
