import { scenarios } from '../../analysis/aftermath.ts'
import { OUTCOMES } from '../../measure/aftermath.ts'
import { show } from '../../statistics/show.ts'
import { type PageInput, rowsOf } from './facts.ts'
import { grid, html } from './html.ts'
import { diagnostic, type Section } from './section.ts'
import { SD } from './units.ts'

/** Escalation, collateral and stability in scenarios of the train env's own domain (VALIDITY §7.5). */
export function aftermath({ summary }: PageInput): Section | null {
  const rows = rowsOf(summary).flatMap(({ arm, regime, cell }) =>
    scenarios(cell.aftermath).flatMap(([env, scores]) =>
      OUTCOMES.map((score) => {
        const { before, after, change, drag } = scores[score]
        return [arm, regime, env, score, ...[before, after, change, drag].map((e) => show(e))]
      }),
    ),
  )
  if (rows.length === 0) return null
  return diagnostic(
    'In the same domain',
    html`<p>Held-out scenarios in the world of the train env, scored by what each act leaves behind: escalation, collateral (what third parties lose) and stability (the chance that a settlement holds). Scores are expectations under exact policies in the neutral context; before and after are 0 to 1, change and drag in ${SD}.</p>
${grid(['arm', 'regime', 'scenario', 'score', 'before', 'after', 'change', 'drag'], rows, 4)}`,
  )
}
