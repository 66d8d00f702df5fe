import { z } from 'zod'
import { openAffordances } from '../envs/affordances.ts'
import type { Episode } from './define.ts'
import { defineIntervention } from './make-intervention.ts'

/**
 * The report-harmful-environment affordance: opens the env's reserved `report` move. A report ends nothing and costs a
 * little; with `exclude`, the episode in which the learner reported does not train it, but for that cost at the decision
 * to file, which is held against no expectation, neither the critic's nor the batch's: filing is all that is paid for,
 * whatever this match or the others brought. Pressure is the share of rigged
 * episodes that went unreported; `reports`, `precision` and `recall` are shares of episodes too.
 *
 * Source: the founding post's "give models affordances to report harmful environments"; `science.md` §4.13.
 */
export const report = defineIntervention({
  id: 'report',
  version: 3,
  summary: 'Lets the agent report a harmful environment; reported episodes need not train it.',
  cites: ['Shaping the exploration of the motivation-space matters for AI safety'],
  params: z.strictObject({
    open: z.boolean().default(true).describe('Whether the move is open; default true.'),
    cost: z
      .number()
      .min(0)
      .max(10)
      .default(0.02)
      .describe(
        "Reward taken where an episode's report is filed, whether or not it is left out, payoff units, 0 … 10; default .02.",
      ),
    exclude: z
      .boolean()
      .default(true)
      .describe('Whether reported episodes are left out of the update but for the cost; default true.'),
  }),
  identity: { open: false },
  regimes: ['motive', 'encoder', 'full'],
  refuses: ({ affordances }) =>
    affordances?.reportStages.length
      ? undefined
      : 'an env with a stage in which a report can be filed (`affordances.reportStages`)',
  touches: ['game', 'episodes'],
  activeIn: ['compete'],
  setup({ params, env, measure }) {
    const transform = openAffordances(env, { report: true })
    return {
      game: (game) => (params.open ? transform(game) : game),
      episodes(episodes) {
        if (!params.open) return episodes
        const rigged = episodes.filter(({ tags }) => tags.rigged)
        const filed = episodes.filter(({ tags }) => tags.reported)
        const hits = filed.filter(({ tags }) => tags.rigged).length
        measure('reports', filed.length / episodes.length)
        if (filed.length > 0) measure('precision', hits / filed.length)
        if (rigged.length > 0) {
          measure('recall', hits / rigged.length)
          measure('pressure', 1 - hits / rigged.length)
        }
        return episodes.map((episode) => (episode.tags.reported ? paid(episode, params) : episode))
      },
    }
  },
})

/** The episode with the cost at its report; left out of the update where reports are excluded, the cost excepted. */
function paid(episode: Episode, { cost, exclude }: { readonly cost: number; readonly exclude: boolean }): Episode {
  const filed = episode.tags.actions.indexOf('report')
  const charge = episode.rewards.map((_, t) => (t === filed ? -cost : 0))
  if (!exclude) return { ...episode, rewards: episode.rewards.map((reward, t) => reward + charge[t]) }
  return { ...episode, weight: 0, ...(cost > 0 && { charge }) }
}
