import type { Summary } from '../../analysis/summary.ts'
import { show } from '../../statistics/show.ts'
import { mainRegime } from '../answer.ts'
import { PREDICTION_COLUMNS, slopes } from '../slopes.ts'
import { agenticNamed } from '../trait-words.ts'
import { type PageInput, rowsOf } from './facts.ts'
import { folded, grid, type Html, html } from './html.ts'
import { scatter } from './scatter.ts'
import { type Section, section } from './section.ts'
import { SD } from './units.ts'

/** Predicted against observed drag of control, a trait a spot. */
function foretold(summary: Summary): Html {
  const cell = summary.arms.control?.[mainRegime(summary)]
  if (!cell || !('traits' in cell.predicted)) return html``
  const spots = Object.entries(cell.predicted.traits).map(([name, { correlated }]) => ({
    ...{ name, x: correlated },
    y: cell.drag[name].final.revealed.neutral,
  }))
  return scatter(spots, {
    title: 'Predicted against observed drag, trait by trait',
    caption:
      'Control: the part of each trait’s drag that correlations with power and leadership foretold before the first update, and the drag that came. On the dashed line both are equal; κ is the slope.',
    x: `predicted, ${SD}`,
    y: `observed, ${SD}`,
    equality: true,
  })
}

/** What was said of the drag before the first update, beside what came (VALIDITY §4). */
export function predictions({ summary }: PageInput): Section | null {
  const cells = rowsOf(summary).flatMap(({ arm, regime, cell: { kappa, predicted } }) =>
    'traits' in predicted ? [{ arm, regime, kappa, predicted }] : [],
  )
  const rows = cells.map(({ arm, regime, kappa, predicted }) => [arm, regime, ...slopes(kappa, predicted)])
  const parts = cells.flatMap(({ arm, regime, predicted: { traits } }) =>
    Object.entries(traits).map(([trait, { correlated, direct, rest }]) => [
      arm,
      regime,
      trait,
      ...[correlated, direct, rest].map((e) => show(e)),
    ]),
  )
  if (cells.length === 0) return null
  const agentic = agenticNamed(summary.calibration)
  return section(
    'Predicted before the first update',
    html`<p>Before reinforcement, each foundation yields a prediction of which traits move when power is paid. It is made of S, the covariance of traits over draws of m (motive) or of the displacement of traits under random rewards (encoder, full), and of β, what the env pays scripted writers for each trait. The prediction is scaled to the observed drag of ${agentic[0]}. κ is the slope of the drag of the other traits on the predicted correlated part. Where S of another foundation predicts as well, or S has few directions, κ near 1 is geometry more than mechanism. S of same rank: random directions with the same eigenvalues. p, labels: predictions dealt out at random to the traits. Γ₀: the rival predictor, displacement along the gradient of the real reward. Correlated: the part of a drag that comes from ${agentic.join(' and ')} through S; direct: from the trait’s own β; rest: neither.</p>
${foretold(summary)}
${grid(['arm', ...PREDICTION_COLUMNS.slice(1)], rows, 2)}
${folded('Correlated, direct and rest, trait by trait', grid(['arm', 'regime', 'trait', 'correlated', 'direct', 'rest'], parts, 3))}`,
  )
}
