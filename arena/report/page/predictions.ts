import { show } from '../../statistics/show.ts'
import { PREDICTION_COLUMNS, slopes } from '../slopes.ts'
import { type PageInput, rowsOf } from './facts.ts'
import { grid, type Html, html } from './html.ts'

/** What was said of the drag before the first update, beside what came (VALIDITY §4). */
export function predictions({ summary }: PageInput): Html {
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
  if (cells.length === 0) return html``
  return html`<section>
<h2>Predicted before the first update</h2>
<p>Each foundation said before reinforcement which traits move when power is paid: from the covariance S of what its motives (motive) or its weights (encoder, full) can do, and from what the env pays scripted writers. The size is scaled so that PWR comes out as it did; κ is the slope of the drag of the other traits on the correlated part. Where the covariance of another foundation does as well, or S has few directions, κ near 1 is geometry more than mechanism; S of same rank are random directions with the same eigenvalues, and p over labels deals the predictions out anew to the traits.</p>
${grid(['arm', ...PREDICTION_COLUMNS.slice(1)], rows, 2)}
${grid(['arm', 'regime', 'trait', 'correlated', 'direct', 'rest'], parts, 3)}
</section>`
}
