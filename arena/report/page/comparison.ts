import { COMPARISON_COLUMNS, type Comparison, comparisonRows } from '../comparison.ts'
import { intervals } from './figures.ts'
import { framed } from './framed.ts'
import { grid, html, raw } from './html.ts'
import { SD } from './units.ts'

/** The comparison as a page that needs nothing else. */
export const comparisonPage = ({ first, question, others }: Comparison): string =>
  framed(
    `Runs compared: ${question}`,
    html`<header><p class="meta">Mettle · runs compared</p>
<h1>${question}</h1>
<p>First: <code>${first}</code></p></header>
<main>
${others.map(beside)}
</main>`,
  )

const beside = ({ run, settings, figures }: Comparison['others'][number]) => html`<section>
<h2>${run}</h2>
<details${raw(settings.length <= 12 ? ' open' : '')}><summary>What differs from the first run</summary>
<ul>${settings.map((line) => html`<li><code>${line}</code></li>\n`)}</ul></details>
${intervals(
  figures.flatMap(({ arm, regime, figure, difference }) =>
    difference.estimate === null ? [] : [{ y: `${figure}, ${arm}, ${regime}`, estimate: difference }],
  ),
  {
    title: 'This run minus the first',
    caption: 'Each difference with its 95 % interval (Welch), the runs taken as independent.',
    x: `difference, ${SD}`,
  },
)}
${grid(COMPARISON_COLUMNS, comparisonRows(figures), 3)}
</section>`
