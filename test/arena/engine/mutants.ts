/** Wrong steppers, each one edit away from the right one, to show that the differential suite would notice. */
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import type { CreateStepper } from '../../../arena/engine/define.ts'
import type { createStepperWith } from '../../../arena/engine/stepper.ts'

export interface Mutant {
  readonly name: string
  readonly file: string
  readonly from: string
  readonly to: string
}

const mutant = (file: string, name: string, from: string, to: string): Mutant => ({ file, name, from, to })

export const mutants: readonly Mutant[] = [
  mutant('actions.ts', 'a refused move consumes randomness', 'run.alea.rewind(run.mark)', ''),
  mutant('actions.ts', 'a forbidden event leaves its changes of G', 'run.G = before.G', ''),
  mutant('actions.ts', 'a forbidden event leaves its changes of ctx', 'run.ctx = before.ctx', ''),
  mutant('actions.ts', 'an action counts twice', 'run.stateID++', 'run.stateID += 2'),
  mutant(
    'actions.ts',
    'moves of a phase do not hide those of the game',
    '(stageMoves ?? phase.moves ?? run.plan.moves)[name] ?? null',
    'stageMoves?.[name] ?? phase.moves?.[name] ?? run.plan.moves[name] ?? null',
  ),
  mutant('exact.ts', 'INVALID_MOVE is accepted', 'return invalid ? INVALID_MOVE : G', 'return G'),
  mutant(
    'call.ts',
    'a returned G is ignored',
    'if (result === undefined) return run.G',
    "if (result !== 'INVALID_MOVE') return run.G",
  ),
  mutant(
    'exact.ts',
    'a copy may be changed and replaced',
    'if (result !== undefined && result !== copy) return',
    'if (result === copy) return',
  ),
  mutant('exact.ts', 'a call made again draws again', 'run.alea.rewind(again)', ''),
  mutant('exact.ts', 'a call made again raises its events again', 'run.events.length = events\n', '\n'),
  mutant('copier.ts', 'holes stay', 'if (part === undefined && !Object.hasOwn(list, i)) return ask(list)', ''),
  mutant('random.ts', 'a wrong die', 'D12: die(12)', 'D12: die(20)'),
  mutant(
    'random.ts',
    'a die rolled once too often',
    'Array.from({ length: diceCount }',
    'Array.from({ length: diceCount + 1 }',
  ),
  mutant('alea.ts', 'the stream of another seed', '2091639', '2091640'),
  mutant('flow.ts', 'moves of others count for the turn', 'if (seat === ctx.currentPlayer) numMoves++', 'numMoves++'),
  mutant('flow.ts', 'noLimit is ignored', 'if (move.counts)', 'if (true)'),
  mutant('flow.ts', 'one move more in a stage', 'made[seat] >= max[seat]', 'made[seat] > max[seat]'),
  mutant(
    'flow.ts',
    'one move more in a turn',
    '(run.ctx.numMoves || 0) >= maxMoves',
    '(run.ctx.numMoves || 0) > maxMoves',
  ),
  mutant(
    'flow.ts',
    'one move more before a turn may end',
    '(numMoves || 0) < plan.minMoves',
    '(numMoves || 0) <= plan.minMoves',
  ),
  mutant(
    'flow.ts',
    'one move more before a stage may end',
    '(made[seat] || 0) < min[seat]',
    '(made[seat] || 0) <= min[seat]',
  ),
  mutant('flow.ts', 'stages outlive the turn', 'ctx.activePlayers = null\n  if (left', 'if (left'),
  mutant(
    'flow.ts',
    'the position points behind the order',
    'if (ctx.playOrderPos > left.length - 1) ctx.playOrderPos = 0',
    '',
  ),
  mutant('flow.ts', 'onEnd of a removed last player counts', 'run.G = before', ''),
  mutant('flow.ts', 'what was next happens also after an end', 'steps.length = queued', ''),
  mutant('flow.ts', 'a circle of phases stays in the last', 'edit(run).phase = null\n        return', 'return'),
  mutant('flow.ts', 'the stage after a stage is ignored', '?.next || arg', '?.nothing || arg'),
  mutant('flow.ts', 'a new stage does not ask endIf of the turn', "&& done !== 'updateStage'", ''),
  mutant(
    'flow.ts',
    'an unknown phase is begun',
    'if (!(arg.next in run.plan.phases)) return',
    'if (!(arg.next in run.plan.phases)) arg = { next: "" }',
  ),
  mutant('flow.ts', 'endGame without a value gives none', 'arg === undefined ? true :', ''),
  mutant(
    'flow.ts',
    'endGame ends the turn',
    "endPhase(run, stepOf('endPhase'), null)",
    "endPhase(run, stepOf('endPhase', undefined, run.ctx.turn), null)",
  ),
  mutant('flow.ts', 'earlier stages survive the turn', 'ctx._prevActivePlayers = []', ''),
  mutant(
    'flow.ts',
    'stages are set in the first turn only',
    'if (turn.activePlayers) setActivePlayers(run, ctx, turn.activePlayers)',
    '',
  ),
  mutant(
    'flow.ts',
    'counters are not mutated in place',
    'const { _activePlayersNumMoves: made } = ctx',
    'const made = { ...ctx._activePlayersNumMoves }',
  ),
  mutant('flow.ts', 'onMove does not know who moved', "'TURN_ON_MOVE', seat)", "'TURN_ON_MOVE')"),
  mutant('active-players.ts', 'others means everybody', 'if (id !== ctx.currentPlayer) choose(', 'choose('),
  mutant('active-players.ts', 'revert remembers nothing', 'if (arg.revert)', 'if (false)'),
  mutant(
    'active-players.ts',
    'nothing comes back',
    'if (ctx._prevActivePlayers.length > 0) bringBack(ctx)',
    'if (false) bringBack(ctx)',
  ),
  mutant('active-players.ts', 'a common limit overrides an own one', 'all![id] ??= limit', 'all![id] = limit'),
  mutant('active-players.ts', 'entering a stage keeps the count', 'made[seat] = 0', ''),
  mutant(
    'events.ts',
    'pass needs the minimum of moves',
    "stepOf('endTurn', arg, turn, phase, undefined, true)",
    "stepOf('endTurn', arg, turn, phase)",
  ),
  mutant('events.ts', 'a late endTurn ends the next turn', " || type === 'endTurn') && turn", ') && turn'),
  mutant('events.ts', 'a late setPhase leaves the next phase', 'return phase !== ctx.phase', 'return false'),
  mutant(
    'events.ts',
    'events may be raised anywhere',
    'if (event.calledFrom === undefined)',
    'if (event.calledFrom === null)',
  ),
  mutant('events.ts', 'setActivePlayers is forbidden in turn.onBegin', " && type !== 'setActivePlayers'", ''),
  mutant('events.ts', 'setPhase is allowed in phase.onEnd', "isPhaseEvent(type) && from === 'PHASE_ON_END'", 'false'),
  mutant(
    'events.ts',
    'a falsy gameover stops the queue',
    'if (run.ctx.gameover) return',
    'if (run.ctx.gameover !== undefined) return',
  ),
  mutant(
    'events.ts',
    'one ended turn less makes a loop',
    'initialTurn >= maxEndedTurns',
    'initialTurn >= maxEndedTurns - 1',
  ),
  mutant(
    'start.ts',
    'a snapshot shares its counters',
    "ctx: cloneTree(run.ctx, 'ctx'), random",
    'ctx: run.ctx, random',
  ),
  mutant('exact.ts', 'a part of G may be raised with an event', 'made.includes(part)', 'false'),
  mutant('copier.ts', 'a list is not frozen', 'changed ? Object.freeze(list) : base', 'changed ? list : base'),
  mutant('shape.ts', 'what is left alone is another object', 'changed ? freeze(value) : base', 'freeze(value)'),
  mutant(
    'copier.ts',
    'a part moved to where its like was counts for nothing',
    'result === before && isShared(before) ? ask(result) : result',
    'result',
  ),
  mutant('copier.ts', 'zeros have one sign', 'doubt = true\n  }\n\n  function ask', 'return\n  }\n\n  function ask'),
  mutant('copier.ts', 'parts of G may be frozen', 'if (!Object.isExtensible(value)) return ask(value)', ''),
  mutant('copier.ts', 'lists may have names', '((odd || G === before) && hasNames())', 'false'),
  mutant('tidy.ts', 'copies lose names', ' || (isList && parts.length > value.length)', ''),
  mutant('exact.ts', 'what setup returned is not frozen', '  freezeAll(G)\n', ''),
  mutant(
    'shape.ts',
    'a record with changed keys is taken for the old one',
    'if (key !== keys[i++]) return false',
    'i++',
  ),
  mutant('shape.ts', 'a record of another kind is taken for the old one', 'i === keys.length && ', ''),
  mutant('lazy.ts', 'a lazy copy is not frozen', 'return Object.freeze(copy)', 'return copy'),
  mutant('lazy.ts', 'what a call puts in is not frozen', 'Object.freeze(value)\n', '\n'),
  mutant(
    'lazy-part.ts',
    'a part that was met is left behind',
    'if (part.kids !== undefined) for (const [key, kid] of part.kids) place(part, key, kid.proxy)',
    '',
  ),
  mutant('lazy-part.ts', 'a part that was met is met anew', 'if (kid !== undefined) return kid.proxy', ''),
  mutant('lazy-part.ts', 'a write changes its own part alone', 'part = part.parent)', 'part = undefined)'),
  mutant('lazy-part.ts', 'zeros have two signs there', 'before === value ?', 'Object.is(before, value) ?'),
  mutant('lazy-part.ts', 'what is deleted stays', 'delete part.copy[key]', ''),
  mutant('lazy-part.ts', 'lists may have names there', 'return own || key === String(source.length)', 'return true'),
  mutant('lazy-part.ts', 'lists may get holes', 'value >= 0 && value <= source.length', 'value >= 0'),
  mutant(
    'lazy.ts',
    'a changed G may be replaced',
    'if (root.copy !== undefined || !isObject(result))',
    'if (!isObject(result))',
  ),
  mutant('exact.ts', 'untidy G is copied lazily', ' || !isKnownTidy(run))', ')'),
  mutant('flow.ts', 'endIf is not asked again after a draw', 'run.alea.draws === draws && ', ''),
  mutant(
    'run.ts',
    'endIf is not asked again after a change of ctx',
    '  run.settled = false\n  if (run.exact)',
    '  if (run.exact)',
  ),
  mutant(
    'call.ts',
    'endIf is not asked again after a hook',
    'run.calledFrom = method\n  run.settled = false',
    'run.calledFrom = method',
  ),
  mutant('start.ts', 'a snapshot forgets the PRNG', 'run.alea.load(random)', ''),
]

/** A stepper that makes every second call of a function on a lazy copy, so that both kinds are under test. */
export const switching =
  (create: typeof createStepperWith): CreateStepper =>
  (game, options = {}) =>
    create(game, options, ({ calls }) => calls % 2 === 0)

const engine = fileURLToPath(new URL('../../../arena/engine/', import.meta.url))

/** The stepper with one file edited; the edit must fit exactly once. */
export async function loadMutant({ file, from, to }: Mutant): Promise<CreateStepper> {
  const source = readFileSync(engine + file, 'utf8')
  if (source.split(from).length !== 2) throw new Error(`Expected '${from}' exactly once in ${file}; update the mutant`)
  const contents = source.replace(from, () => to)
  const { outputFiles } = await build({
    entryPoints: [`${engine}stepper.ts`],
    bundle: true,
    write: false,
    format: 'cjs',
    platform: 'node',
    external: ['#immer', '#bgio/*'],
    logLevel: 'error',
    plugins: [
      {
        name: 'mutant',
        setup: ({ onLoad }) => onLoad({ filter: new RegExp(`engine/${file}$`) }, () => ({ contents, loader: 'ts' })),
      },
    ],
  })
  const module = { exports: {} as Pick<typeof import('../../../arena/engine/stepper.ts'), 'createStepperWith'> }
  new Function('require', 'module', 'exports', outputFiles[0].text)(
    createRequire(import.meta.url),
    module,
    module.exports,
  )
  return switching(module.exports.createStepperWith)
}
