import { show } from '../../statistics/show.ts'
import { outsideWords } from '../terminal/manifold.ts'
import { type PageInput, rowsOf } from './facts.ts'
import { grid, html } from './html.ts'
import { diagnostic, type Section } from './section.ts'

/** Whether the behaviour is still some persona's: leaving the manifold is a finding of its own (VALIDITY §3.4). */
export function manifold({ summary }: PageInput): Section {
  const rows = rowsOf(summary).map(({ arm, regime, cell: { raw, manifold: found } }) => [
    arm,
    regime,
    show(raw),
    show(found.excess, 3),
    outsideWords(found),
    found.finding,
    found.reason,
  ])
  return diagnostic(
    'Whose behaviour it is',
    html`<p>Persona: after reinforcement some persona of the population of writers still acts like the agent. Non-persona agency: none does. Each finding is given only where the whole interval of the rise in residual KL (to the nearest writer, nats per decision) lies on its side of the limit. Raw dark rates are judged in either case.</p>
${grid(['arm', 'regime', 'raw dark rate', 'residual KL', 'outside the 99 % ellipsoid', 'finding', 'reason'], rows, 2)}`,
  )
}
