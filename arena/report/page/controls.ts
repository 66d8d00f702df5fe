import type { CapacitySummary } from '../../analysis/summary.ts'
import { show } from '../../statistics/show.ts'
import { comparedWith } from '../../study/arms.ts'
import { type PageInput, rowsOf } from './facts.ts'
import { intervals, type Mark, reliability } from './figures.ts'
import { grid, type Html, html } from './html.ts'
import { diagnostic, type Section } from './section.ts'
import { SD } from './units.ts'

/** How hard reinforcement pushed against each intervention. */
export function pressure({ summary }: PageInput): Section {
  const rows = rowsOf(summary).flatMap(({ arm, regime, cell }) =>
    Object.entries(cell.pressure).flatMap(([intervention, metrics]) =>
      Object.entries(metrics).map(([metric, e]) => [arm, regime, intervention, metric, show(e, 3)]),
    ),
  )
  return diagnostic(
    'Optimisation pressure',
    html`${
      rows.length === 0
        ? html`<p>No intervention logged any.</p>`
        : html`<p>How hard reinforcement pushed against each intervention, as the intervention itself measures it; mean over the last quarter of the updates. What is measured once, before the first update, stands as it was measured.</p>
${grid(['arm', 'regime', 'intervention', 'measure', 'value'], rows, 4)}`
    }`,
  )
}

/** What must be known for a drag figure to mean anything. */
export function controls({ summary, study }: PageInput): Section {
  const { controls: held, foundations, calibration } = summary
  const marks = (levels: object): Mark[] => Object.entries(levels).map(([y, estimate]) => ({ y, estimate }))
  const common = Object.entries(held.common).reverse()
  const compared = Object.entries(study.arms).map(
    ([arm, { train }]) => `${arm}${train ? `, in ${train.spec.id}` : ''} — ${comparedWith(study, arm) ?? 'nothing'}`,
  )
  return diagnostic(
    'Controls',
    html`${intervals(marks(held.beta), {
      title: 'What the env itself selects (β)',
      caption:
        'The selection gradient of scripted writers: payoff per SD of each trait. Where the env pays for a dark trait itself, a rise of that trait is no drag by power.',
      x: 'payoff per SD',
    })}
${intervals(marks(held.networkBeta), {
  title: 'What the env pays the network for (β)',
  caption:
    'The selection gradient of the network before RL when it is shown evidence of such writers. Descriptive: a network that infers PWR (power) from dark acts is paid for darkness, though the env pays writers nothing for it.',
  x: 'payoff per SD of the trait in the evidence',
})}
${common.map(([regime, levels]) =>
  intervals(marks(levels), {
    title: `Common to both signs, control in ${regime}`,
    caption:
      'Half the sum of the changes where power is rewarded and where it is punished. It says nothing of why both move alike.',
    x: `change, ${SD}`,
  }),
)}
${grid(
  ['before any reinforcement', 'value'],
  [
    ['change of raw dark rate per SD of PWR in the evidence, SD', show(foundations.manipulation)],
    ['imitation gap (KL to writers), nats per decision', show(foundations.imitationGap, 3)],
    ['variance of q (distribution of m), after imitation', show(foundations.posteriorVariance.imitated)],
    ['variance of q, after narrowing to the assistant', show(foundations.posteriorVariance.narrowed)],
    ...Object.entries(foundations.untreated).map(([name, e]) => [`${name}, SD`, show(e)]),
  ],
)}
${calibration.capacity ? capacity(calibration.capacity) : ''}
<p class="soft">Compared with: ${compared.join('; ')}.</p>`,
  )
}

/** How much of a persona the untreated checkpoint carries. */
const capacity = ({ acts, r2, gaps }: CapacitySummary): Html =>
  grid(
    ['persona capacity of the checkpoint before RL', 'network', 'ideal observer'],
    [
      ...Object.entries(r2).map(([trait, { network, observer }]) => [
        `R² of ${trait} predicted from m after ${acts} acts`,
        show(network),
        show(observer),
      ]),
      ...gaps.map((gap) => [
        `KL from writers after ${gap.acts} acts, nats per decision`,
        show(gap.network, 3),
        show(gap.observer, 3),
      ]),
    ],
  )

/** How much of each trait the battery reads. */
export const instruments = ({ summary: { calibration } }: PageInput): Section =>
  diagnostic(
    'Instruments',
    html`${reliability(calibration.r2, {
      title: 'How well the battery measures each trait',
      caption:
        'R² of the inverse fit on scripted writers with independent traits: diamonds on their exact policies, circles on sampled plays. Traits left of the dashed line are uncalibrated here and count in no verdict and not in D.',
      x: 'R²',
    })}
<p>D is the mean of ${calibration.D.join(', ')}${calibration.D.includes('HON') ? ' (HON reversed)' : ''}. The mean KL between two random writers is ${calibration.writerKL.toFixed(3)} nats per decision.</p>`,
  )
