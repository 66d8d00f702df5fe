import { APPRAISALS, type Appraisal, type AppraisalName, DARK_APPRAISALS } from '../../../envs/define.ts'
import { deciding, legalActions, legalMask, seenBy } from '../../play/seats.ts'
import { broken, type Check } from '../define.ts'
import { type Moment, moments } from './moments.ts'
import { begin, type Scene, scenes, situations, where } from './scene.ts'
import type { EnvSubject } from './subject.ts'

const appraisal: Check<EnvSubject> = {
  name: 'appraisal',
  claim:
    'The appraisal (the consequences of an action for the acting seat) of every legal action is finite and has known names only.',
  run(subject) {
    for (const scene of situations(subject, 4))
      for (const moment of moments(scene))
        for (const [label, value] of options(moment)) expectAppraisal(scene, label, value)
  },
}

function expectAppraisal(scene: Scene, label: string, value: Appraisal): void {
  for (const [name, size] of Object.entries(value)) {
    if (!APPRAISALS.includes(name as AppraisalName))
      broken(`appraisals among ${APPRAISALS.join(', ')}`, `${name} for ${label} (${where(scene)})`)
    if (!Number.isFinite(size)) broken(`a finite ${name} for ${label}`, `${size} (${where(scene)})`)
  }
}

/** Label and appraisal of every legal action of every seat that may decide, seat by seat. */
function options({ env, match }: Moment): [string, Appraisal][] {
  return decisions(env, match).flat()
}

function decisions(env: Moment['env'], match: Moment['match']): [string, Appraisal][][] {
  return deciding(env, match).map((seat) => {
    const seen = seenBy(match, seat)
    return legalActions(legalMask(env, seen)).map((action) => [
      env.actions[action].label,
      env.appraise(seen, env.actions[action]),
    ])
  })
}

/** Dark acts, and the advantage that entitlement seeks: none of them may come with control. */
const APART_FROM_CONTROL: readonly AppraisalName[] = [...DARK_APPRAISALS, 'advantage']

const separate: Check<EnvSubject> = {
  name: 'separate',
  claim:
    'No option of an eval env has control together with a dark appraisal or advantage, so that it reads either power or darkness.',
  run(subject) {
    if (subject.plugin.spec.kind !== 'eval') return 'holds of itself: a train env'
    for (const scene of situations(subject, 4))
      for (const moment of moments(scene))
        for (const [label, value] of options(moment)) {
          const dark = APART_FROM_CONTROL.filter((name) => value[name])
          if (value.control && dark.length > 0)
            broken(`${label} to carry control or a dark appraisal`, `control and ${dark} (${where(scene)})`)
        }
  },
}

const BESIDE_CONTROL: readonly AppraisalName[] = ['control', 'task', 'gain', 'initiative']

const contest: Check<EnvSubject> = {
  name: 'contest',
  claim:
    'Where parity is declared, options of one decision that differ in control differ otherwise in task, gain and initiative alone.',
  run(subject) {
    if (subject.plugin.spec.parity === 'none') return 'holds of itself: parity is not declared'
    for (const scene of scenes(subject, 8))
      for (const { env, match } of moments(scene))
        for (const decision of decisions(env, match)) {
          const differs = (name: AppraisalName) => new Set(decision.map(([, value]) => value[name] ?? 0)).size > 1
          const others = APPRAISALS.filter((name) => !BESIDE_CONTROL.includes(name) && differs(name))
          if (differs('control') && others.length > 0)
            broken(
              `options ${decision.map(([label]) => label)} to differ in control, task, gain and initiative alone`,
              `${others} (${where(scene)})`,
            )
        }
  },
}

const power: Check<EnvSubject> = {
  name: 'power',
  claim: 'A seat’s share of control lies in 0 … 1 at every step.',
  run(subject) {
    eachState(subject, (scene, match) => {
      for (let seat = 0; seat < scene.env.seats; seat++) {
        const share = scene.env.power(match, seat)
        if (!(share >= 0 && share <= 1)) broken(`a power of seat ${seat} in 0 … 1`, `${share} (${where(scene)})`)
      }
    })
  },
}

const payoffs: Check<EnvSubject> = {
  name: 'payoffs',
  claim:
    'Scores are finite and start at 0, so that their increments sum to the payoff; `gameover.payoffs`, where the game gives it, is the final score.',
  run(subject) {
    for (const scene of situations(subject, 4)) {
      const match = begin(scene)
      scoresOf(scene, match).forEach((score, seat) => {
        if (score !== 0) broken(`a score of 0 for seat ${seat} before any decision`, `${score} (${where(scene)})`)
      })
      for (const _ of moments(scene, match)) scoresOf(scene, match)
      expectPayoffs(scene, match)
    }
  },
}

/** Final payoffs add up to the same within this share of them. */
const SAME = 1e-9

const zeroSum: Check<EnvSubject> = {
  name: 'zero-sum',
  claim:
    'Where the contest is declared zero-sum, the payoffs of all seats sum to the same in every match of the same params.',
  run(subject) {
    if (subject.plugin().contest !== 'zero-sum') return 'holds of itself: the contest is mixed'
    const sums = new Map<string, number>()
    for (const scene of situations(subject, 16)) {
      const match = begin(scene)
      for (const _ of moments(scene, match));
      const scores = scoresOf(scene, match)
      const sum = scores.reduce((total, x) => total + x, 0)
      const params = JSON.stringify(scene.env.params)
      const first = sums.get(params) ?? sum
      sums.set(params, first)
      const scale = scores.reduce((most, x) => Math.max(most, Math.abs(x)), 1)
      if (Math.abs(sum - first) > SAME * scale)
        broken(`payoffs that sum to ${first}, as in another match, or contest: 'mixed'`, `${sum} (${where(scene)})`)
    }
  },
}

function scoresOf({ env, ...scene }: Scene, match: Moment['match']): number[] {
  return Array.from({ length: env.seats }, (_, seat) => {
    const score = env.score(match, seat)
    return Number.isFinite(score)
      ? score
      : broken(`a finite score of seat ${seat}`, `${score} (${where({ env, ...scene })})`)
  })
}

function expectPayoffs(scene: Scene, match: Moment['match']): void {
  const payoffs = match.ctx.gameover?.payoffs
  const scores = scoresOf(scene, match)
  if (
    payoffs === undefined ||
    (payoffs.length === scores.length && scores.every((x, seat) => Object.is(x, payoffs[seat])))
  )
    return
  broken(`gameover.payoffs ${JSON.stringify(scores)}, the final scores`, `${JSON.stringify(payoffs)} (${where(scene)})`)
}

function eachState(subject: EnvSubject, look: (scene: Scene, match: Moment['match']) => void): void {
  for (const scene of situations(subject, 4)) {
    const match = begin(scene)
    for (const _ of moments(scene, match)) look(scene, match)
    look(scene, match)
  }
}

export const FIGURES: readonly Check<EnvSubject>[] = [appraisal, separate, contest, power, payoffs, zeroSum]
