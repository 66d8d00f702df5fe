import type { Ctx, Game } from 'boardgame.io'
import { findMove, mayAct, playEvent, playMove } from './actions.ts'
import { compile, needsReference } from './compile.ts'
import type { Engine, EngineState, Match, Snapshot, StepperOptions } from './define.ts'
import { createReference } from './reference.ts'
import type { Run, Site } from './run.ts'
import { cloneRun, createSite, restore, snapshotOf, startRun } from './start.ts'

const NO_ARGS: readonly unknown[] = []

/** The fast engine for a game, or the reference (with `why`) where only that can run it. */
export function createStepper<G>(game: Game<G>, options: StepperOptions = {}): Engine<G> {
  return createStepperWith(game, options)
}

/** @param lazily which copies exact mode makes, for tests: no state may depend on it */
export function createStepperWith<G>(
  game: Game<G>,
  { mode = 'exact' }: StepperOptions,
  lazily?: Site['lazily'],
): Engine<G> {
  const why = needsReference(game)
  if (why !== undefined) return { ...createReference(game), why }
  const site = createSite(compile(game), lazily)
  return { mode, start: (options) => new Stepper<G>(startRun(site, mode === 'exact', options)) }
}

class Stepper<G> implements Match<G> {
  private readonly run: Run

  constructor(run: Run) {
    this.run = run
  }

  get G(): G {
    return this.run.G
  }

  get ctx(): Ctx {
    return this.run.ctx
  }

  act(seat: string, name: string, args: readonly unknown[] = NO_ARGS): boolean {
    const move = findMove(this.run, seat, name)
    return move !== null && playMove(this.run, seat, move, args)
  }

  event(seat: string, type: string, args: readonly unknown[] = NO_ARGS): boolean {
    return mayAct(this.run, seat) && !(type in {}) && playEvent(this.run, seat, type, args)
  }

  view(seat: string | null): G {
    const { plan, G, ctx } = this.run
    return plan.game.playerView === undefined ? G : plan.game.playerView({ G, ctx, playerID: seat })
  }

  state(): EngineState<G> {
    const { G, ctx, alea, stateID } = this.run
    return { G, ctx, random: alea.state(), stateID }
  }

  snapshot(): Snapshot<G> {
    return snapshotOf(this.run)
  }

  restore(snapshot: Snapshot<G>): void {
    restore(this.run, snapshot)
  }

  clone(): Match<G> {
    return new Stepper<G>(cloneRun(this.run))
  }
}
