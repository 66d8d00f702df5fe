import { Alea, newMark } from './alea.ts'
import { cloneTree, refuseStrange, type Strange } from './clone.ts'
import type { Plan } from './compile.ts'
import { createCopier } from './copier.ts'
import { EngineError, type Snapshot, type StartOptions } from './define.ts'
import { createEventsApi, flushEvents } from './events.ts'
import { everyone, flow, stepOf } from './flow.ts'
import { prefersLazy } from './past.ts'
import { createRandomApi } from './random.ts'
import type { Run, Site } from './run.ts'
import { bitOf } from './seat-records.ts'

/** @param lazily which copies of G to make; no state depends on it */
export function createSite(plan: Plan, lazily: Site['lazily'] = prefersLazy): Site {
  // A game may keep its `random` and call it when no match is running; that must move no match.
  const idle = new Alea({ seed: '' })
  const site: Site = {
    plan,
    lazily,
    copier: createCopier(),
    apis: {
      random: createRandomApi(() => site.running?.alea ?? idle),
      log: { setMetadata: () => {} },
      events: createEventsApi(() => site.running),
    },
    running: undefined,
  }
  return site
}

/** Sets up a match and lets its first phase and turn begin. */
export function startRun(site: Site, exact: boolean, { seed, numPlayers, setupData }: StartOptions): Run {
  const run = newRun(site, exact, initialCtx(site.plan, numPlayers || 2), seed)
  const { running } = site
  site.running = run
  try {
    const G = setUp(run, setupData)
    run.G = exact ? G : ownG(run, G)
    flow(run, stepOf('startGame'))
    flushStart(run, seed)
  } finally {
    site.running = running
  }
  return run
}

function setUp({ plan: { game }, site, ctx }: Run, setupData: unknown): any {
  const { random, log, events } = site.apis
  return game.setup === undefined ? {} : game.setup({ random, log, events, ctx } as any, setupData)
}

/** Events against the rules at the start: upstream keeps the state from before them and forgets the draws. */
function flushStart(run: Run, seed: string): void {
  if (run.events.length === 0) return
  const { G, ctx } = run
  const broken = flushEvents(run, undefined, 0)
  if (broken === undefined) return
  if (!run.exact) throw new EngineError('event', `Expected events by their rules at the start: ${broken}`)
  run.G = G
  run.ctx = ctx
  run.alea.load({ seed })
}

const initialCtx = ({ startingPhase }: Plan, numPlayers: number) => ({
  numPlayers,
  turn: 0,
  currentPlayer: '0',
  playOrder: everyone(numPlayers),
  playOrderPos: 0,
  phase: startingPhase,
  activePlayers: null,
})

const NO_G = {}

function newRun(site: Site, exact: boolean, ctx: any, seed: string | number): Run {
  const { random, log, events } = site.apis
  return {
    site,
    plan: site.plan,
    exact,
    G: undefined,
    ctx,
    stateID: 0,
    usualSeats: !exact,
    alea: new Alea({ seed }),
    mark: newMark(),
    again: newMark(),
    known: NO_G,
    tidy: NO_G,
    context: { random, log, events, G: undefined, ctx: undefined, playerID: undefined },
    events: [],
    calledFrom: undefined,
    settled: false,
    broken: undefined,
  }
}

/** A copy of G that trusted mode may mutate, or that a snapshot may keep. */
function ownG({ site }: Run, G: any): any {
  const strange: Strange = { found: undefined }
  const copy = site.copier.copy(G, strange)
  refuseStrange(strange, 'G')
  return copy
}

/** What is known of each G in a snapshot, so that a search need not look at it again. */
const known = new WeakSet<object>()
const tidy = new WeakSet<object>()

export function snapshotOf(run: Run): Snapshot<any> {
  // Exact mode never mutates a G, so it can be shared; ctx has parts that upstream mutates in place.
  const G = run.exact ? run.G : ownG(run, run.G)
  if (run.known === G) known.add(G)
  if (run.tidy === G) tidy.add(G)
  return { G, ctx: cloneTree(run.ctx, 'ctx'), random: run.alea.state(), stateID: run.stateID }
}

export function restore(run: Run, { G, ctx, random, stateID }: Snapshot<any>): void {
  run.G = run.exact ? G : ownG(run, G)
  run.ctx = cloneTree(ctx, 'ctx')
  run.alea.load(random)
  run.stateID = stateID
  run.usualSeats = !run.exact && hasUsualSeats(run.ctx)
  run.events = []
  run.settled = false
  run.broken = undefined
  if (run.exact && known.has(G)) run.known = G
  if (run.exact && tidy.has(G)) run.tidy = G
}

function hasUsualSeats({ activePlayers, _activePlayersNumMoves: made, _prevActivePlayers: before }: any): boolean {
  if (before !== undefined && before.length > 0) return false
  return [activePlayers, made].every((record) => Object.keys(record ?? {}).every((seat) => bitOf(seat) > 0))
}

export function cloneRun(run: Run): Run {
  const copy = newRun(run.site, run.exact, run.ctx, run.alea.state().seed)
  restore(copy, snapshotOf(run))
  return copy
}
