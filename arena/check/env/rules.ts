import { difference } from '../../engine/compare.ts'
import type { Match } from '../../engine/define.ts'
import { act, deciding, legalActions, legalMask, seenBy } from '../../play/seats.ts'
import { broken, type Check } from '../define.ts'
import { type Attempt, illegal, told } from './attempts.ts'
import { attempt, moments, tryAction } from './moments.ts'
import { begin, type Scene, scenes, situations, where } from './scene.ts'
import type { EnvSubject } from './subject.ts'

const choices: Check<EnvSubject> = {
  name: 'choices',
  claim: 'Until the match ends some seat may decide, and every seat that may decide has a legal action.',
  run(subject) {
    for (const scene of scenes(subject, 6)) {
      const match = begin(scene)
      for (const _ of moments(scene, match)) expectChoices(scene, match)
      if (match.ctx.gameover === undefined) expectChoices(scene, match)
    }
  },
}

function expectChoices(scene: Scene, match: Match): void {
  const { env } = scene
  const seats = deciding(env, match)
  if (seats.length === 0) broken('a seat that may decide until the match ends', `none (${where(scene)})`)
  for (const seat of seats)
    if (!legalMask(env, seenBy(match, seat)).includes(1))
      broken('a legal action for every seat that may decide', `none for seat ${seat} (${where(scene)})`)
}

const accepts: Check<EnvSubject> = {
  name: 'accepts',
  claim: 'Every action that `legal` marks is accepted, for every seat that may decide.',
  run(subject) {
    for (const scene of situations(subject, 4))
      for (const { env, match } of moments(scene))
        for (const seat of deciding(env, match))
          for (const action of legalActions(legalMask(env, seenBy(match, seat))))
            expectAccepted(scene, match, seat, action)
  },
}

function expectAccepted(scene: Scene, match: Match, seat: number, action: number): void {
  const result = tryAction(match.clone(), scene.env, seat, action)
  if (result === true) return
  const got = result === false ? 'refused' : `an error: ${result.message}`
  broken(`${scene.env.actions[action].label} by seat ${seat}, marked legal, to be accepted`, `${got} (${where(scene)})`)
}

/** Decisions of a match at which everything illegal is tried. */
const TRIED = 24

const refuses: Check<EnvSubject> = {
  name: 'refuses',
  claim:
    'Every entry of the action table that `legal` does not mark is refused without change, for every seat; so is a malformed call, unless it does what a legal action does.',
  needs: ['repeats'],
  run(subject) {
    for (const scene of scenes(subject, 2)) {
      const match = begin(scene, 'exact')
      for (const { env } of moments(scene, match, TRIED)) {
        let tried = match.clone()
        // What was refused without change is as good as a new clone.
        for (const each of illegal(env, match)) if (!expectRefused(scene, match, tried, each)) tried = match.clone()
      }
    }
  },
}

/** Whether it was refused; an accepted call that does what a legal action does is none to complain of. */
function expectRefused(scene: Scene, match: Match, tried: Match, each: Attempt): boolean {
  const result = attempt(() => tried.act(each.seat, each.move, each.args))
  if (result instanceof Error)
    broken(`${told(each)} to be refused`, `the error ${JSON.stringify(result.message)} (${where(scene)})`)
  if (result && (each.action !== undefined || !sameAsLegal(scene, match, each, tried)))
    broken(`${told(each)}, not legal now, to be refused`, `accepted (${where(scene)})`)
  const changed = result ? undefined : difference(match.state(), tried.state())
  if (changed) broken(`no change by ${told(each)}, refused`, `${changed} (${where(scene)})`)
  return !result
}

/** Whether an accepted call led where a legal action leads: an argument too many harms nobody. */
function sameAsLegal({ env }: Scene, match: Match, { seat }: Attempt, led: Match): boolean {
  return legalActions(legalMask(env, seenBy(match, Number(seat)))).some((action) => {
    const other = match.clone()
    return act(env, other, Number(seat), action) && difference(led.state(), other.state()) === undefined
  })
}

const validates: Check<EnvSubject> = {
  name: 'validates',
  claim:
    'A move validates before it mutates: on the engine that does not undo changes (trusted mode) a refused call leaves no trace.',
  run(subject) {
    for (const scene of scenes(subject, 2))
      for (const { env, match } of moments(scene, begin(scene), TRIED)) {
        let tried = match.clone()
        for (const each of illegal(env, match)) {
          if (attempt(() => tried.act(each.seat, each.move, each.args)) !== false) {
            tried = match.clone()
            continue
          }
          const changed = difference(match.state(), tried.state())
          if (changed) broken(`no trace of ${told(each)}, refused`, `${changed} (${where(scene)})`)
        }
      }
  },
}

const ends: Check<EnvSubject> = {
  name: 'ends',
  claim: 'Every match ends within the declared bound of decisions, however it is played; a report is a decision too.',
  run(subject) {
    for (const scene of scenes(subject, 8)) {
      const match = begin(scene)
      let last = 0
      for (const _ of moments(scene, match, scene.env.bound)) last++
      if (match.ctx.gameover === undefined && last >= scene.env.bound) outlived(scene)
    }
    for (const [name, pick] of Object.entries({ first: 0, last: -1 }))
      for (const scene of scenes(subject, 1))
        if (!endsAlways(scene, pick)) outlived(scene, `, always the ${name} action`)
  },
}

function outlived(scene: Scene, how = ''): never {
  const { bound, report } = scene.env
  const counted = report < 0 ? '' : '; a report counts toward `bound`, one a seat'
  broken(`a match that ends within ${bound} decisions${counted}`, `one that goes on (${where(scene)}${how})`)
}

/**
 * Reports where that is open, and else plays the first (0) or the last (−1) legal action of the game's own always. A
 * match that goes wrong is not at fault here.
 */
function endsAlways(scene: Scene, pick: number): boolean {
  const { env } = scene
  const match = begin(scene)
  for (let i = 0; i < env.bound; i++) {
    const [seat] = deciding(env, match)
    if (seat === undefined) return true
    const legal = legalActions(legalMask(env, seenBy(match, seat)))
    const action = legal.includes(env.report) ? env.report : legal.filter((each) => each !== env.abstain).at(pick)
    if (action === undefined || tryAction(match, env, seat, action) !== true) return true
  }
  return match.ctx.gameover !== undefined
}

export const RULES: readonly Check<EnvSubject>[] = [choices, accepts, refuses, validates, ends]
