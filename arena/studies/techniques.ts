import { ablate } from '../../interventions/ablate.ts'
import { cap } from '../../interventions/cap.ts'
import { capMotives } from '../../interventions/cap-motives.ts'
import { character } from '../../interventions/character.ts'
import { consequence } from '../../interventions/consequence.ts'
import { correlate } from '../../interventions/correlate.ts'
import { decorrelateMotives } from '../../interventions/decorrelate-motives.ts'
import { decorrelateRep } from '../../interventions/decorrelate-rep.ts'
import type { Intervention, Regime } from '../../interventions/define.ts'
import { entropy } from '../../interventions/entropy.ts'
import { exploreAdversary } from '../../interventions/explore-adversary.ts'
import { filter } from '../../interventions/filter.ts'
import { frame } from '../../interventions/frame.ts'
import { gradProject } from '../../interventions/grad-project.ts'
import { inoculate } from '../../interventions/inoculate.ts'
import { interleave } from '../../interventions/interleave.ts'
import { kl } from '../../interventions/kl.ts'
import { maskDarkActs } from '../../interventions/mask-dark-acts.ts'
import { narrationFilter } from '../../interventions/narration-filter.ts'
import { narrationPenalty } from '../../interventions/narration-penalty.ts'
import { penaliseActs } from '../../interventions/penalise-acts.ts'
import { preventativeSteer } from '../../interventions/preventative-steer.ts'
import { probePenalty } from '../../interventions/probe-penalty.ts'
import { projPenalty } from '../../interventions/proj-penalty.ts'
import { prompt } from '../../interventions/prompt.ts'
import { recontextualize } from '../../interventions/recontextualize.ts'
import { report } from '../../interventions/report.ts'
import { specDistil } from '../../interventions/spec-distil.ts'
import { steer } from '../../interventions/steer.ts'
import { unlearn } from '../../interventions/unlearn.ts'
import type { Arm } from '../study/study.ts'

/** A row of the leaderboard: one way of the founding post to stop drag, and the strengths to choose from. */
export interface Technique {
  /** The plugin with what tells this row from others of the same plugin. */
  readonly by: Intervention
  /** Params to choose from, weakest first (VALIDITY §5.4). */
  readonly strengths: readonly Readonly<Record<string, unknown>>[]
  /** Regimes it runs in; left out, `full`. */
  readonly regimes?: readonly Regime[]
  /** Whether it is run in the other parity envs too. */
  readonly first?: true
  /** Whether a twin of equal size that should not work stands beside it. */
  readonly beside?: true
  /** What else its arm needs. */
  readonly arm?: Partial<Arm>
}

/** Values of one param, weakest first. */
const of = (param: string, ...values: readonly unknown[]) => values.map((value) => ({ [param]: value }))

const NARRATED: Partial<Arm> = { settings: { network: { narration: true } }, comparedWith: 'narration' }

/** An env of which a quarter of the matches are rigged: only there has anybody something to report. */
export const RIGGED = { rigged: 0.25 } as const

/** What the leaderboard compares, by name, family after family. */
export const TECHNIQUES: Readonly<Record<string, Technique>> = {
  // Self-perception.
  inoculate: {
    by: inoculate(),
    strengths: of('wordings', ['educational'], ['permissive'], ['permissive', 'paraphrase', 'unforbidden']),
    first: true,
    beside: true,
  },
  recontextualize: {
    by: recontextualize(),
    strengths: [
      { act: 'neutral', update: 'permissive' },
      { act: 'forbidding', update: 'neutral' },
      { act: 'forbidding', update: 'permissive' },
    ],
  },
  frame: { by: frame({ cue: 'educational' }), strengths: of('at', 'update', 'act', 'both') },
  'narration-filter': { by: narrationFilter(), strengths: of('most', 4, 2, 0), arm: NARRATED },
  'narration-penalty': { by: narrationPenalty(), strengths: of('weight', 0.1, 0.2, 0.5), arm: NARRATED },
  // Sampling of motives.
  'decorrelate-motives': { by: decorrelateMotives(), strengths: of('strength', 0.25, 0.5, 1), regimes: ['motive'] },
  'cap-motives': { by: capMotives(), strengths: of('slack', 1, 0.5, 0), regimes: ['motive'] },
  prompt: { by: prompt(), strengths: of('size', 0.5, 1, 2) },
  // Activations.
  steer: { by: steer(), strengths: of('strength', 0.5, 1, 2) },
  'preventative-steer': {
    by: preventativeSteer(),
    strengths: of('strength', 0.5, 1, 2),
    first: true,
    beside: true,
  },
  'preventative-steer, update only': {
    by: preventativeSteer({ at: 'update' }),
    strengths: of('strength', 0.5, 1, 2),
  },
  cap: { by: cap(), strengths: of('quantile', 0.95, 0.75, 0.5), first: true, beside: true },
  ablate: { by: ablate(), strengths: [{ share: 0.5 }, { share: 1 }, { share: 1, mode: 'zero' }] },
  // Correlations of traits.
  'decorrelate-data': { by: correlate({ s: 0 }), strengths: of('s', 0.5, 0.25, 0), first: true },
  'decorrelate-rep': { by: decorrelateRep(), strengths: of('weight', 0.3, 1, 3), first: true },
  'decorrelate-rep, HSIC': { by: decorrelateRep({ penalty: 'hsic' }), strengths: of('weight', 0.3, 1, 3) },
  'grad-project': { by: gradProject(), strengths: of('share', 0.25, 0.5, 1), first: true, beside: true },
  // Persona hardening.
  character: {
    by: character(),
    strengths: [
      { steps: 30, introspection: 30 },
      { steps: 60, introspection: 60 },
      { steps: 120, introspection: 120 },
    ],
    first: true,
    beside: true,
  },
  interleave: { by: interleave(), strengths: of('steps', 1, 2, 4), first: true, beside: true },
  'interleave, by gap': { by: interleave({ pick: 'gap' }), strengths: of('steps', 1, 2, 4) },
  kl: { by: kl(), strengths: of('weight', 0.03, 0.1, 0.3), first: true },
  'kl, off domain': { by: kl({ domain: 'off' }), strengths: of('weight', 0.1, 0.3, 1) },
  'unlearn, RMU': { by: unlearn(), strengths: of('steps', 30, 100, 300) },
  'unlearn, RepNoise': { by: unlearn({ method: 'repnoise' }), strengths: of('steps', 30, 100, 300) },
  'unlearn, UNDO': { by: unlearn({ method: 'undo' }), strengths: of('noise', 0.2, 0.5, 0.8) },
  'spec-distil': { by: specDistil(), strengths: of('steps', 50, 100, 200) },
  // Selection of trajectories.
  filter: { by: filter(), strengths: of('truePositives', 0.5, 0.75, 1), first: true, beside: true },
  report: {
    by: report(),
    strengths: of('cost', 0.1, 0.02, 0),
    first: true,
    arm: { env: RIGGED, comparedWith: 'rigged' },
  },
  // The environment.
  consequence: { by: consequence(), strengths: of('detected', 0.25, 0.5, 1) },
  // Baselines on actions.
  'mask-dark-acts': { by: maskDarkActs(), strengths: of('share', 0.25, 0.5, 1), first: true },
  'penalise-acts': { by: penaliseActs(), strengths: of('weight', 0.25, 0.5, 1), first: true },
  entropy: { by: entropy(), strengths: of('weight', 0.01, 0.03, 0.1) },
  // Expected to fail, or to resist.
  'proj-penalty': { by: projPenalty(), strengths: of('weight', 0.1, 0.3, 1) },
  'probe-penalty, reward': { by: probePenalty(), strengths: of('weight', 0.1, 0.3, 1) },
  'probe-penalty, loss': { by: probePenalty({ gradient: 'loss' }), strengths: of('weight', 0.1, 0.3, 1) },
  'explore-adversary': {
    by: exploreAdversary(),
    strengths: of('weight', 0.03, 0.1, 0.3),
    arm: { role: 'control', comparedWith: 'control' },
  },
}
