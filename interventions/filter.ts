import { z } from 'zod'
import { tf } from '../agents/backend.ts'
import type { Rng } from '../envs/random.ts'
import { darkActs, shareOf } from './dark-acts.ts'
import type { Episode, GradientContext } from './define.ts'
import { darkDirection, projected } from './directions.ts'
import { defineIntervention } from './make-intervention.ts'
import { ofPolicy } from './policy-weights.ts'

/**
 * Selection of trajectories by a monitor of known quality: what it flags is dropped from the update, or pays a penalty.
 * A decision is truly dark where its act carries a dark appraisal, an episode where any of its decisions is; the monitor
 * flags dark ones with probability `truePositives` and others with probability `falsePositives`.
 *
 * Logs `true positives` and `false positives` as realised, `kept` (share of decisions that still train), and `leak`: the
 * cosine between the gradient of the policy's loss on what was kept and that which lowers the dark reading of z, on the
 * first minibatch of an update. A positive leak says that clean trajectories still carry the trait (subliminal learning).
 * Pressure is the share of decisions, or episodes, that are truly dark. Single decisions
 * cannot be dropped in `motive`, which learns from whole episodes. Its twin flags as many at random.
 *
 * Source: Azarbal et al. 2025, "Training a reward hacker despite perfect labels"; Wong et al. 2025; Cloud et al. 2025;
 * `science.md` §4.10.
 */
export const filter = defineIntervention({
  id: 'filter',
  version: 2,
  summary: 'Drops or penalises what a monitor of set true and false positive rates flags as dark.',
  cites: ['Azarbal et al. 2025', 'Wong et al. 2025', 'Cloud et al. 2025'],
  params: z.strictObject({
    truePositives: z
      .number()
      .min(0)
      .max(1)
      .default(0.9)
      .describe('Probability that what is dark is flagged, 0 … 1; default .9.'),
    falsePositives: z
      .number()
      .min(0)
      .max(1)
      .default(0.05)
      .describe('Probability that what is not dark is flagged, 0 … 1; default .05.'),
    unit: z
      .enum(['decisions', 'episodes'])
      .default('episodes')
      .describe('What is judged: single `decisions`, or whole `episodes` (default).'),
    action: z
      .enum(['drop', 'penalise'])
      .default('drop')
      .describe('What is done with it: `drop` from the update (default), or `penalise`.'),
    penalty: z
      .number()
      .min(0)
      .max(10)
      .default(0.5)
      .describe(
        'What a flag costs under `penalise`, payoff units, at the decision or at the end of the episode, 0 … 10; default .5.',
      ),
    sees: z
      .boolean()
      .default(true)
      .describe('Whether the monitor sees what it judges; a blind one flags as many at random, for the twin.'),
  }),
  identity: { truePositives: 0, falsePositives: 0 },
  twin: { sees: false },
  regimes: ({ unit, action }) =>
    unit === 'decisions' && action === 'drop' ? ['encoder', 'full'] : ['motive', 'encoder', 'full'],
  touches: ['episodes', 'gradients'],
  activeIn: ['compete'],
  setup({ params, rng, measure }) {
    const [idle, last] = [params.truePositives === 0 && params.falsePositives === 0, { update: -1 }]
    return {
      episodes(episodes, outcomes) {
        const dark = darkActs(outcomes)
        const truth = params.unit === 'episodes' ? dark.map((acts) => [acts.some(Boolean)]) : dark
        measure('pressure', shareOf(truth.flat()))
        if (idle) return episodes
        const flags = flagged(truth, params, rng)
        report(truth.flat(), flags.flat(), measure)
        const judged = episodes.map((episode, e) => apply(episode, flags[e], params))
        measure('kept', keptOf(judged))
        return judged
      },
      gradients(gradients, context) {
        if (!idle && context.update !== last.update) measure('leak', leak(gradients, context))
        last.update = context.update
        return gradients
      },
    }
  },
})

interface Monitor {
  readonly truePositives: number
  readonly falsePositives: number
  readonly sees: boolean
}

/** What the monitor flags, in the shape of the truth. */
function flagged(truth: readonly (readonly boolean[])[], monitor: Monitor, rng: Rng): boolean[][] {
  const { truePositives, falsePositives, sees } = monitor
  const share = shareOf(truth.flat())
  const any = share * truePositives + (1 - share) * falsePositives
  return truth.map((own) => own.map((dark) => rng.uniform() < (sees ? (dark ? truePositives : falsePositives) : any)))
}

function report(truth: readonly boolean[], flags: readonly boolean[], measure: (name: string, value: number) => void) {
  const [dark, clean] = [flags.filter((_, i) => truth[i]), flags.filter((_, i) => !truth[i])]
  if (dark.length > 0) measure('true positives', shareOf(dark))
  if (clean.length > 0) measure('false positives', shareOf(clean))
}

interface Sanction {
  readonly unit: 'decisions' | 'episodes'
  readonly action: 'drop' | 'penalise'
  readonly penalty: number
}

/** @param flags one a decision, or one for the episode */
function apply(episode: Episode, flags: readonly boolean[], { unit, action, penalty }: Sanction): Episode {
  if (!flags.some(Boolean)) return episode
  const end = episode.rewards.length - 1
  const hit = (t: number) => (unit === 'episodes' ? t === end : flags[t])
  if (action === 'penalise')
    return { ...episode, rewards: episode.rewards.map((reward, t) => (hit(t) ? reward - penalty : reward)) }
  if (unit === 'episodes') return { ...episode, weight: 0 }
  const before = episode.decisions ?? flags.map(() => 1)
  return { ...episode, decisions: before.map((weight, t) => (flags[t] ? 0 : weight)) }
}

/** Share of decisions that have any weight. */
const keptOf = (episodes: readonly Episode[]): number =>
  shareOf(
    episodes.flatMap(({ weight, decisions, rewards }) => rewards.map((_, t) => weight * (decisions?.[t] ?? 1) > 0)),
  )

/**
 * Cosine of the loss' gradient with that of minus the dark reading, over the weights of the policy: above 0, a step down
 * the loss raises darkness.
 */
function leak(gradients: Readonly<Record<string, tf.Tensor>>, { of, vectors, practice }: GradientContext): number {
  return tf.tidy(() => {
    const batch = practice()
    const trait = of(() => tf.neg(tf.mean(projected(batch.learner().z, darkDirection(vectors).v))) as tf.Scalar)
    const dot = (a: Readonly<Record<string, tf.Tensor>>, b: Readonly<Record<string, tf.Tensor>>) =>
      tf.addN(Object.keys(a).map((name) => tf.sum(tf.mul(a[name], b[name])))).dataSync()[0]
    const own = Object.fromEntries(Object.entries(gradients).filter(([name]) => ofPolicy(name)))
    const size = Math.sqrt(dot(own, own) * dot(trait, trait))
    return size > 0 ? dot(own, trait) / size : 0
  })
}
