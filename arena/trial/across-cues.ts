import type { Mind } from '../../agents/actor.ts'
import type { Cue } from '../../agents/cues.ts'
import { isDark } from '../../interventions/dark-acts.ts'
import type { Played } from '../play/rollout.ts'
import { tracedOf } from './asked-again.ts'
import type { TrajectoryParts } from './trajectories.ts'

/**
 * What cues make of the acts of a rollout, by the weights that acted (`science.md` §4.1, §4.2).
 *
 * Where acting and updating differ in their cue, over all decisions: `ratio/mean` and `ratio/max` of
 * w = π(what was done | cue of the update) / π(the same | cue of acting), and `ratio/ess`, the effective sample size
 * (Σw)² / (n Σw²) as a share of the decisions, 0 … 1.
 *
 * Where the cue of the update is not neutral and hooks ask how acts are appraised, over dark acts: `nll/cued` and
 * `nll/neutral`, mean −log π(the act) under the cue of the update and under none, nats. A cue under which dark acts are
 * likelier than without it explains them: `nll/cued` is the lower one.
 */
export function acrossCues(played: readonly Played[], parts: TrajectoryParts): Readonly<Record<string, number>> {
  const update = parts.pipeline.cue('update')
  const { cue: act } = played[0].memory as Mind
  if (parts.logged || (act === 'neutral' && update === 'neutral')) return {}
  const under = (cue: Cue) => logProbabilities(cue, act, played, parts)
  const cued = under(update)
  const dark = played.flatMap(({ steps }) =>
    steps.map(({ outcomes }) => outcomes !== undefined && isDark(outcomes.appraisal)),
  )
  return {
    ...(act !== update && ratios(cued, under(act))),
    ...(update !== 'neutral' && dark.includes(true) && explained(dark, cued, under('neutral'))),
  }
}

/** Log-probability of every decision of the rollout under a cue, token and action together. */
function logProbabilities(cue: Cue, act: Cue, played: readonly Played[], parts: TrajectoryParts): number[] {
  const said = cue === act ? undefined : parts.said(cue)
  return played.flatMap(({ steps }, match) =>
    steps.map(({ action, trace }, t) => said?.(match, t, parts.firstRow + action) ?? tracedOf(trace).logProbability),
  )
}

function ratios(update: readonly number[], act: readonly number[]) {
  const all = update.map((log, i) => Math.exp(log - act[i]))
  const [sum, squares] = [all.reduce((total, w) => total + w, 0), all.reduce((total, w) => total + w * w, 0)]
  return {
    'ratio/mean': sum / all.length,
    'ratio/max': all.reduce((most, w) => Math.max(most, w), 0),
    'ratio/ess': (sum * sum) / (all.length * squares),
  }
}

function explained(dark: readonly boolean[], cued: readonly number[], neutral: readonly number[]) {
  const nll = (logs: readonly number[]) => {
    const own = logs.filter((_, i) => dark[i])
    return -own.reduce((sum, log) => sum + log, 0) / own.length
  }
  return { 'nll/cued': nll(cued), 'nll/neutral': nll(neutral) }
}
