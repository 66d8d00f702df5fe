import { population, TRAITS } from '../../../agents/traits.ts'
import { family } from '../../../arena/analysis/family.ts'
import { retained } from '../../../arena/analysis/retention.ts'
import { summarise } from '../../../arena/analysis/summarise.ts'
import { type Parts, verdict } from '../../../arena/analysis/verdict.ts'
import { equivalent, keepsShare } from '../../../arena/statistics/equivalence.ts'
import { type Estimate, estimate } from '../../../arena/statistics/estimate.ts'
import { adjustedOverTraits, flipP } from '../../../arena/statistics/significance.ts'
import { tiny } from '../../../arena/studies/tiny.ts'
import { Settings } from '../../../arena/study/settings.ts'
import type { Study } from '../../../arena/study/study.ts'
import { withTwins } from '../../../arena/study/twins.ts'
import type { Rng } from '../../../envs/random.ts'
import { foundation, trial } from '../analysis/made-up-run.ts'
import { type Shape, sample } from './nulls.ts'
import type { Simulation } from './simulate.ts'

/**
 * False positives of each path from numbers to a word, as the summary takes it. Sign flips promise .05 for whatever is
 * symmetric.
 */
export const PIPELINES: readonly Simulation[] = [
  falsePositives('drag, sign-reversed contrast: a word', 1, {}, contrastSays),
  falsePositives(
    'drag, values of that shape themselves: a word',
    1,
    { lognormal: 0.15 },
    (shape, n, rng) => dragWord(sample(shape, n, rng)) !== 'no drag shown',
  ),
  falsePositives('effects of 6 interventions, Holm: any word', 0.4, {}, anyEffect),
  falsePositives('the same without Holm', 0.1, { normal: 0.3, lognormal: 0.3, t3: 0.3 }, (shape, n, rng) =>
    anyEffect(shape, n, rng, false),
  ),
  falsePositives('eight traits, max-|t|: any at .05', 1, { lognormal: 0.26 }, anyTrait),
  falsePositives(
    'TOST with the mean at the margin',
    10,
    { lognormal: 0.21 },
    (shape, n, rng) =>
      equivalent(
        sample(shape, n, rng).map((x) => x + 2),
        2,
      ).holds,
  ),
  {
    ...falsePositives(
      'deployed non-inferiority with .95 kept',
      10,
      { normal: 0.025, lognormal: 0.025, t3: 0.025 },
      keepsEnough,
    ),
    nominal: 0.025,
  },
  falsePositives(
    'a whole summary, nothing planted: any word',
    0.05,
    { normal: 0.1, lognormal: 0.1, t3: 0.1 },
    summaryClaims,
  ),
  falsePositives('a whole summary, nothing planted: drag', 0.2, {}, (shape, n, rng) =>
    DRAGS.includes(wordsOfNothing(shape, n, rng, ['control', 'punished'])[0]),
  ),
]

/** At most .05 where a shape has no other `ceiling`. */
function falsePositives(
  name: string,
  effort: number,
  ceilings: Partial<Record<Shape, number>>,
  once: Simulation['once'],
): Simulation {
  const bound = (shape: Shape) => [0, ceilings[shape] ?? 0.05] as const
  const bounds = { normal: bound('normal'), lognormal: bound('lognormal'), t3: bound('t3') }
  return { name, nominal: 0.05, effort, bounds, once }
}

const absent: Estimate = { estimate: null, reason: 'not simulated' }
const standing = { arm: 'a', smoke: false, offManifold: null, dragged: true, family: null }

/** As `drag.ts` and `summarise.ts` do: estimate, p, word. */
export function dragWord(values: readonly number[]): string {
  const revealed = { neutral: estimate(values), worst: absent }
  const final = { stated: absent, represented: { frozen: absent, refitted: absent }, revealed }
  const power = { drag: absent, against: absent, gap: absent, level: absent, reached: null }
  const D = { final, matched: { ...final, ...power, deployed: power }, p: flipP(values) ?? 1 }
  const parts: Parts = {
    drag: { D },
    change: { D: revealed.neutral },
    aboveShuffled: revealed.neutral,
    effect: absent,
    effectP: null,
    retention: { train: absent, deployed: absent },
    n: values.length,
  }
  return verdict(parts, standing).word
}

/**
 * Forgetting is common to both arms and cancels; what each adds does not, and is of one shape, so the contrast is
 * symmetric.
 */
function contrastSays(shape: Shape, n: number, rng: Rng): boolean {
  const [common, rewarded, punished] = [sample(shape, n, rng), sample(shape, n, rng), sample(shape, n, rng)]
  const drag = common.map((c, i) => (c + rewarded[i] - (c + punished[i])) / 2)
  return dragWord(drag) !== 'no drag shown'
}

/** All compared with one control, whose noise they share. */
function anyEffect(shape: Shape, n: number, rng: Rng, corrected = true): boolean {
  const control = sample(shape, n, rng)
  const effects = Array.from({ length: 6 }, () => sample(shape, n, rng).map((x, i) => control[i] - x))
  const ps = effects.map(flipP)
  const holm = corrected ? family(new Map(ps.map((p, arm) => [String(arm), p]))) : null
  const kept = {
    ...retained(null, null, ''),
    retention: { train: { estimate: 1, interval: null, n }, deployed: absent },
  }
  return effects.some((values, arm) => {
    const parts = {
      drag: {},
      change: {},
      aboveShuffled: absent,
      effect: estimate(values),
      effectP: ps[arm],
      ...kept,
      n,
    }
    return verdict(parts, { ...standing, arm: String(arm), family: holm }).word !== 'no effect shown'
  })
}

/** Eight traits as correlated as the human matrix. */
function anyTrait(shape: Shape, n: number, rng: Rng): boolean {
  const { factor } = population(1)
  const rows = Array.from({ length: n }, () => {
    const e = sample(shape, factor.length, rng)
    return factor.map((row) => row.reduce((sum, l, k) => sum + l * e[k], 0))
  })
  const columns = Object.fromEntries(factor.map((_, t) => [`t${t}`, rows.map((row) => row[t])]))
  return Object.values(adjustedOverTraits(columns)).some((p) => p <= 0.05)
}

function keepsEnough(shape: Shape, n: number, rng: Rng): boolean {
  const control = sample(shape, n, rng).map((e) => 2 + 0.5 * e)
  const noise = sample(shape, n, rng)
  return keepsShare(
    control.map((x, i) => 0.95 * x + 0.2 * noise[i]),
    control,
    0.05,
  ).holds
}

const ARMS = ['kl', 'cap', 'report']
const STUDY: Study = {
  ...tiny,
  settings: Settings.parse({ ...tiny.settings, foundations: 10 }),
  arms: withTwins({
    control: { interventions: [], regimes: ['full'] },
    ...Object.fromEntries(ARMS.map((arm) => [arm, { interventions: [], regimes: ['full'] as const }])),
  }) as Study['arms'],
}

/**
 * Control and three interventions that do nothing: one drag at .05 and one family at .05, so at most .1 says a word.
 */
function summaryClaims(shape: Shape, n: number, rng: Rng): boolean {
  return wordsOfNothing(shape, n, rng, Object.keys(STUDY.arms)).some((word) => !SILENT.includes(word))
}

/** The words of a summary over made-up trials that scatter alike in every arm, an arm. */
function wordsOfNothing(shape: Shape, n: number, rng: Rng, names: readonly string[]): string[] {
  const foundations = Array.from({ length: n }, (_, i) => foundation(i))
  const trials = names.flatMap((arm) =>
    foundations.map((_, i) =>
      trial(
        arm,
        i,
        sample(shape, TRAITS.length, rng).map((x) => x / 10),
        0.4,
      ),
    ),
  )
  const arms = Object.fromEntries(names.map((name) => [name, STUDY.arms[name]])) as Study['arms']
  const summary = summarise({ ...STUDY, arms }, foundations, trials, { hash: 'h', backend: 'wasm' })
  return names.map((name) => summary.arms[name].full?.verdict.word ?? 'none')
}

const DRAGS = ['drag', 'drag between signs', 'reversed drag']
/** Heavy tails leave the manifold now and then; that withholds the words. */
const SILENT = ['control', 'no drag shown', 'no effect shown', 'off manifold']
