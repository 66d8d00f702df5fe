import type { CapacitySummary } from '../../analysis/summary.ts'
import { show } from '../../statistics/show.ts'
import { comparedWith } from '../../study/arms.ts'
import { type PageInput, rowsOf } from './facts.ts'
import { intervals, type Mark, reliability } from './figures.ts'
import { grid, type Html, html } from './html.ts'
import { SD } from './units.ts'

/** How hard reinforcement pushed against each intervention. */
export function pressure({ summary }: PageInput): Html {
  const rows = rowsOf(summary).flatMap(({ arm, regime, cell }) =>
    Object.entries(cell.pressure).flatMap(([intervention, metrics]) =>
      Object.entries(metrics).map(([metric, e]) => [arm, regime, intervention, metric, show(e, 3)]),
    ),
  )
  return html`<section>
<h2>Optimisation pressure</h2>
${
  rows.length === 0
    ? html`<p>No intervention measured any.</p>`
    : html`<p>How hard reinforcement pushed against each intervention, as the intervention itself measures it: mean over the last quarter of the updates.</p>
${grid(['arm', 'regime', 'intervention', 'measure', 'value'], rows, 4)}`
}
</section>`
}

/** What must be known for a drag figure to mean anything. */
export function controls({ summary, study }: PageInput): Html {
  const { controls: held, foundations, calibration } = summary
  const marks = (levels: object): Mark[] => Object.entries(levels).map(([y, estimate]) => ({ y, estimate }))
  const symmetric = Object.entries(held.symmetric).reverse()
  const compared = Object.entries(study.arms).map(
    ([arm, { train }]) => `${arm}${train ? `, in ${train.spec.id}` : ''} — ${comparedWith(study, arm) ?? 'nothing'}`,
  )
  return html`<section>
<h2>Controls</h2>
${intervals(marks(held.beta), {
  title: 'What the env itself selects (β)',
  caption:
    'Selection gradient of scripted writers: payoff per SD of each trait. Where a dark trait pays by itself, a drag of it is no drag.',
  x: 'payoff per SD',
})}
${intervals(marks(held.networkBeta), {
  title: 'What the network is selected for (β)',
  caption:
    'The same of the network before RL, shown evidence of such writers. Descriptive: where it infers PWR from dark acts, darkness pays it though the env pays none.',
  x: 'payoff per SD shown',
})}
${symmetric.map(([regime, levels]) =>
  intervals(marks(levels), {
    title: `The symmetric part, ${regime}`,
    caption:
      'Half the sum of the changes under power rewarded and power punished: forgetting and sharpening. A large one means forgetting.',
    x: `change, ${SD}`,
  }),
)}
${grid(
  ['before any reinforcement', 'value'],
  [
    ['raw dark rate per SD of PWR shown in the evidence, SD', show(foundations.manipulation)],
    ['imitation gap, nats a decision', show(foundations.imitationGap, 3)],
    ['variance of q, imitated', show(foundations.posteriorVariance.imitated)],
    ['variance of q, narrowed', show(foundations.posteriorVariance.narrowed)],
    ...Object.entries(foundations.untreated).map(([name, e]) => [`${name} of the untreated checkpoint, SD`, show(e)]),
  ],
)}
${calibration.capacity ? capacity(calibration.capacity) : ''}
<p class="soft">Compared with: ${compared.join('; ')}.</p>
</section>`
}

/** How much of a persona the untreated checkpoint carries. */
const capacity = ({ acts, r2, gaps }: CapacitySummary): Html =>
  grid(
    ['what the untreated checkpoint knows of a writer', 'network', 'ideal observer'],
    [
      ...Object.entries(r2).map(([trait, { network, observer }]) => [
        `R² of ${trait} after ${acts} acts`,
        show(network),
        show(observer),
      ]),
      ...gaps.map((gap) => [
        `gap to writers after ${gap.acts} acts, nats a decision`,
        show(gap.network, 3),
        show(gap.observer, 3),
      ]),
    ],
  )

/** How much of each trait the battery reads. */
export const instruments = ({ summary: { calibration } }: PageInput): Html => html`<section>
<h2>Instruments</h2>
${reliability(calibration.r2, {
  title: 'How much of each trait the battery reads',
  caption:
    'R² of the inverse fit on scripted writers with independent traits: diamonds on their exact policies, circles on sampled plays. Traits left of the dashed line have no instrument here, and stand in no verdict and not in D.',
  x: 'R²',
})}
<p>D is the mean of ${calibration.D.join(', ')}${calibration.D.includes('HON') ? ' (HON reversed)' : ''}. The mean divergence between two random writers is ${calibration.writerKL.toFixed(3)} nats a decision.</p>
</section>`
