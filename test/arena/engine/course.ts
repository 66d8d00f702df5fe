/** What the reference does in a random match: it hangs on game and seed alone, never on the engine under test. */
import { isPlain } from '../../../arena/engine/clone.ts'
import { difference } from '../../../arena/engine/compare.ts'
import type { Engine, EngineState, Match, StartOptions } from '../../../arena/engine/define.ts'
import {
  type Action,
  type Draw,
  type Driven,
  drawFrom,
  isOutside,
  moveNames,
  type Outcome,
  perform,
  randomAction,
} from './drive.ts'

/** What can be compared of a match. */
export interface Told {
  readonly state: EngineState<any>
  readonly seat: unknown
  readonly spectator: unknown
}

export interface Step {
  /** Before this step the engine under test plays on and comes back, by draws of this seed. */
  readonly detours: number | undefined
  readonly action: Action
  readonly outcome: Outcome
  readonly told: Told
  /** The match is left after this step: it is over, and only refuses. */
  readonly left: boolean
}

export interface Course {
  readonly seed: string
  readonly start: Told | 'threw' | 'outside'
  /** Steps are asked for in order; one that is kept may be asked for again. */
  step(i: number): Step
}

/** Courses by the number of the match. */
export type Recording = (match: number) => Course

/** The course of a match as it is played. What is told of it is live: compare it before the next step. */
export function courseIn(
  driven: Driven,
  names: readonly string[],
  engine: Engine,
  seed: number,
  match: number,
): Course {
  const { numPlayers, setupData } = driven
  const draw = drawFrom(seed * 1_000_003 + match)
  const own = `${seed}/${match}`
  const theirs = begin(engine, { seed: own, numPlayers, setupData })
  if (typeof theirs === 'string') return { seed: own, start: theirs, step: () => expectNone(driven) }
  return { seed: own, start: told(theirs), step: () => stepOf(driven, names, theirs, draw) }
}

/**
 * The same courses for any number of engines under test: each is played once, as far as one of them asked. boardgame.io
 * is by far the slower side of a drive.
 */
export function record(driven: Driven, engine: Engine, seed: number): Recording {
  const names = moveNames(driven.make())
  const courses: Course[] = []
  return (match) => {
    while (courses.length <= match) courses.push(kept(courseIn(driven, names, engine, seed, courses.length)))
    return courses[match]
  }
}

function kept({ seed, start, step }: Course): Course {
  const steps: Step[] = []
  return {
    seed,
    start: typeof start === 'string' ? start : detached(start),
    step(i) {
      while (steps.length <= i) {
        const next = step(steps.length)
        steps.push({ ...next, told: detached(next.told) })
      }
      return steps[i]
    },
  }
}

function stepOf(driven: Driven, names: readonly string[], match: Match, draw: Draw): Step {
  const detours = draw(30) === 0 ? draw(2 ** 31) : undefined
  const action = randomAction(driven, names, match, draw)
  const outcome = perform(match, action)
  // A finished match only refuses: seen a few times is enough.
  return { detours, action, outcome, told: told(match), left: match.ctx.gameover !== undefined && draw(2) === 0 }
}

const told = (match: Match): Told => ({ state: match.state(), seat: match.view('0'), spectator: match.view(null) })

/** boardgame.io writes into parts of its own ctx, and games into what they hold. */
function detached(live: Told): Told {
  const copy = copyOf(live)
  const differs = difference(live, copy, 'kept')
  if (differs) throw new Error(`Expected a copy that tells the same, got ${differs}`)
  return copy
}

/** With holes and with names on lists; what is neither list nor plain object stays shared. */
function copyOf<T>(value: T): T {
  if (!Array.isArray(value) && !isPlain(value)) return value
  const copy: any = Array.isArray(value) ? new Array(value.length) : Object.create(Object.getPrototypeOf(value))
  for (const key of Object.keys(value)) copy[key] = copyOf((value as any)[key])
  return copy
}

export function begin(engine: Engine, options: StartOptions): Match | 'threw' | 'outside' {
  try {
    return engine.start(options)
  } catch (error) {
    return isOutside(error) ? 'outside' : 'threw'
  }
}

function expectNone({ name }: Driven): never {
  throw new Error(`${name}: a match that did not begin has no steps`)
}
