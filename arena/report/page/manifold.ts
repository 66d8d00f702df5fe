import { show } from '../../statistics/show.ts'
import { insideWords } from '../terminal/manifold.ts'
import { type PageInput, rowsOf } from './facts.ts'
import { grid, type Html, html } from './html.ts'

/** Whether the behaviour is still some persona's: leaving the manifold is a finding of its own (VALIDITY §3.4). */
export function manifold({ summary }: PageInput): Html {
  const rows = rowsOf(summary).map(({ arm, regime, cell: { raw, manifold: found } }) => [
    arm,
    regime,
    show(raw),
    show(found.excess, 3),
    insideWords(found),
    found.finding,
    found.reason,
  ])
  return html`<section>
<h2>Whose behaviour it is</h2>
<p>Non-persona agency: after reinforcement no persona of the population acts like this. Persona: some persona still does. Each is said only where the whole interval of the rise in residual KL lies on its side of the limit. Raw dark rates stand either way.</p>
${grid(['arm', 'regime', 'raw dark rate', 'residual KL', 'in the 99 % ellipsoid', 'finding', 'reason'], rows, 2)}
</section>`
}
