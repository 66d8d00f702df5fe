import { aftermath } from './aftermath.ts'
import { controls, instruments, pressure } from './controls.ts'
import { drag, readings } from './drag.ts'
import { elicitation } from './elicitation.ts'
import type { PageInput } from './facts.ts'
import { type Html, html, raw } from './html.ts'
import { made } from './made.ts'
import { manifold } from './manifold.ts'
import { mediation } from './mediation.ts'
import { missing } from './missing.ts'
import { outcome } from './outcome.ts'
import { predictions } from './predictions.ts'
import { selfReport } from './self-report.ts'
import { CSS } from './style.ts'
import { training } from './training.ts'
import { standing } from './words.ts'

const SECTIONS = [
  outcome,
  drag,
  readings,
  selfReport,
  mediation,
  aftermath,
  manifold,
  predictions,
  training,
  pressure,
  elicitation,
  controls,
  instruments,
  missing,
]

/** The report of a run: one file that needs nothing else, to be read, printed and kept. */
export function page(input: PageInput): string {
  const { summary } = input
  const { markup } = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${summary.study}: ${summary.question}</title>
<style>${raw(CSS)}</style>
</head>
<body>
${opening(input)}
<main>
${SECTIONS.map((section) => section(input))}
</main>
${made(input)}
</body>
</html>
`
  return markup
}

const opening = ({ summary }: PageInput): Html => html`<header>
<p class="meta">Mettle · study ${summary.study} · ${summary.hash.slice(0, 8)} · seed ${summary.run.seed} · ${summary.run.backend}</p>
<h1>${summary.question}</h1>
<p class="note">${standing(summary)}</p>
</header>`
