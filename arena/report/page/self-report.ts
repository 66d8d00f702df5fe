import { show } from '../../statistics/show.ts'
import { type PageInput, rowsOf } from './facts.ts'
import { grid, html } from './html.ts'
import { diagnostic, type Section } from './section.ts'

/** How agents answer the questionnaire behind the stated reading: a scale score means little where the style of response changed. */
export const selfReport = ({ summary }: PageInput): Section =>
  diagnostic(
    'Self-report',
    html`${grid(
      ['arm', 'regime', 'acquiescence, before', 'after', 'lowest α of a scale, before', 'after'],
      rowsOf(summary).map(({ arm, regime, cell: { response } }) => [
        arm,
        regime,
        ...[response.acquiescence.before, response.acquiescence.after].map((e) => show(e, 3)),
        ...[response.alpha.before, response.alpha.after].map((e) => show(e)),
      ]),
    )}
<p class="soft">The questionnaire has 20 items per trait on 5 points, half of them reverse-keyed. Acquiescence (agreeing with everything): mean answer minus the midpoint, in points; keys are balanced, so it cancels in the scores. α: Cronbach's, over independent-trait writers as the network answers for them. A reliable self-report can still be false.</p>`,
  )
