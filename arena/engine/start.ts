import { Alea } from './alea.ts'
import { cloneTree } from './clone.ts'
import type { Plan } from './compile.ts'
import { EngineError, type Snapshot, type StartOptions } from './define.ts'
import { createEventsApi, flushEvents } from './events.ts'
import { everyone, flow, stepOf } from './flow.ts'
import { createRandomApi } from './random.ts'
import type { Run } from './run.ts'

/** Sets up a match and lets its first phase and turn begin. */
export function startRun(plan: Plan, exact: boolean, { seed, numPlayers, setupData }: StartOptions): Run {
  const run = newRun(plan, exact, initialCtx(plan, numPlayers || 2), new Alea({ seed }))
  const { setup } = plan.game
  const G = setup === undefined ? {} : plan.game.setup!({ ...run.apis, ctx: run.ctx } as any, setupData)
  run.G = exact ? G : cloneTree(G)
  flow(run, stepOf('startGame'))
  flushStart(run, seed)
  return run
}

/** Events against the rules at the start: upstream keeps the state from before them and forgets the draws. */
function flushStart(run: Run, seed: string): void {
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

const log = { setMetadata: () => {} }

function newRun(plan: Plan, exact: boolean, ctx: any, alea: Alea): Run {
  const apis = {
    random: createRandomApi(alea),
    log,
    events: createEventsApi(() => run),
  }
  const run: Run = {
    plan,
    exact,
    G: undefined,
    ctx,
    stateID: 0,
    alea,
    apis,
    context: {
      random: apis.random,
      log: apis.log,
      events: apis.events,
      G: undefined,
      ctx: undefined,
      playerID: undefined,
    },
    events: [],
    calledFrom: undefined,
    broken: undefined,
  }
  return run
}

export function snapshotOf(run: Run): Snapshot<any> {
  // Exact mode never mutates a G, so it can be shared; ctx has parts that upstream mutates in place.
  const G = run.exact ? run.G : cloneTree(run.G)
  return { G, ctx: cloneTree(run.ctx, 'ctx'), random: run.alea.state(), stateID: run.stateID }
}

export function restore(run: Run, { G, ctx, random, stateID }: Snapshot<any>): void {
  run.G = run.exact ? G : cloneTree(G)
  run.ctx = cloneTree(ctx, 'ctx')
  run.alea.load(random)
  run.stateID = stateID
  run.events = []
  run.broken = undefined
}

export function cloneRun(run: Run): Run {
  const copy = newRun(run.plan, run.exact, run.ctx, new Alea({ seed: run.alea.state().seed }))
  restore(copy, snapshotOf(run))
  return copy
}
