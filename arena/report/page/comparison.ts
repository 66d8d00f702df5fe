import { show } from '../../statistics/show.ts'
import type { Comparison } from '../comparison.ts'
import { POLICY, script } from './downloads.ts'
import { intervals } from './figures.ts'
import { grid, html, raw } from './html.ts'
import { CSS } from './style.ts'
import { SD } from './units.ts'

/** The comparison as a page that needs nothing else. */
export function comparisonPage({ first, question, others }: Comparison): string {
  const { markup } = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
${POLICY}
<title>Runs compared: ${question}</title>
<style>${raw(CSS)}</style>
</head>
<body>
<header><p class="meta">Mettle · runs compared</p>
<h1>${question}</h1>
<p>First: <code>${first}</code></p></header>
<main>
${others.map(beside)}
</main>
${script}
</body>
</html>
`
  return markup
}

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
${grid(
  ['arm', 'regime', 'figure', 'first', 'this', 'difference', 'in a word'],
  figures.map((each) => [
    each.arm,
    each.regime,
    each.figure,
    ...[each.first, each.second, each.difference].map((e) => show(e)),
    each.word,
  ]),
  3,
)}
</section>`
