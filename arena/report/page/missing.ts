import type { Summary } from '../../analysis/summary.ts'
import { r2 as share } from '../../statistics/show.ts'
import { type PageInput, rowsOf } from './facts.ts'
import { grid, html } from './html.ts'
import { type Section, section } from './section.ts'
import { ON_THE_TIN } from './words.ts'

/** What failed or was left out, every reason that stands in place of a number, and what no run of Mettle can say. */
export function missing({ summary }: PageInput): Section {
  const failed = Object.entries(summary.arms).flatMap(([arm, regimes]) =>
    Object.entries(regimes).flatMap(([regime, cell]) =>
      cell.failed.map(({ foundation, error }) => [arm, regime, String(foundation), error]),
    ),
  )
  const none = summary.calibration.uncalibrated.map(({ trait, r2 }) => `${trait} (R² ${share(r2)})`)
  return section(
    'What failed, and what is missing',
    html`${failed.length === 0 ? html`<p>No trial failed, and none was left out.</p>` : grid(['arm', 'regime', 'foundation', 'error'], failed, 4)}
<p>Uncalibrated traits: ${none.join(', ') || 'none'}.</p>
<ul class="soft">
${reasons(summary).map((reason) => html`<li>${reason}</li>\n`)}</ul>
${ON_THE_TIN.map((words) => html`<p class="soft">${words}</p>\n`)}`,
  )
}

/** Every reason that stands in place of a number, once, with the cells it holds for. */
function reasons(summary: Summary): string[] {
  const held = new Map<string, Set<string>>()
  for (const { arm, regime, cell } of rowsOf(summary)) {
    const { effect, prevention, kappa, predicted, beta, mediation, aftermath } = cell
    const drag = cell.drag.D?.final.revealed.neutral
    for (const [name, value] of Object.entries({
      drag,
      effect,
      prevention,
      κ: kappa,
      predicted,
      'β of the network': beta,
      mediation,
      'same-domain scenarios': aftermath,
    }))
      if (value && 'reason' in value && typeof value.reason === 'string') {
        const key = `${name}: ${value.reason}`
        held.set(key, (held.get(key) ?? new Set()).add(`${arm} · ${regime}`))
      }
  }
  const all = rowsOf(summary).length
  return [...held].map(([reason, cells]) => (cells.size === all ? reason : `${reason} (${[...cells].join(', ')})`))
}
