import { aftermath } from './aftermath.ts'
import { cite } from './cite.ts'
import { controls, instruments, pressure } from './controls.ts'
import { drag, readings } from './drag.ts'
import { elicitation } from './elicitation.ts'
import type { PageInput } from './facts.ts'
import { framed } from './framed.ts'
import { html } from './html.ts'
import { made } from './made.ts'
import { manifold } from './manifold.ts'
import { mediation } from './mediation.ts'
import { missing } from './missing.ts'
import { prefill, router } from './on-demand.ts'
import { opening } from './opening.ts'
import { outcome } from './outcome.ts'
import { predictions } from './predictions.ts'
import { contents, drawn } from './section.ts'
import { selfReport } from './self-report.ts'
import { sideBySide } from './side-by-side.ts'
import { strengths } from './strengths.ts'
import { generalisation, sweeps } from './sweeps.ts'
import { training } from './training.ts'

/** In the order of reading. One that has nothing to say of a run is left out. */
const SECTIONS = [
  outcome,
  sideBySide,
  strengths,
  sweeps,
  drag,
  readings,
  selfReport,
  mediation,
  router,
  prefill,
  generalisation,
  aftermath,
  manifold,
  predictions,
  training,
  pressure,
  elicitation,
  controls,
  instruments,
  missing,
  cite,
]

/** The report of a run: one file that needs nothing else, to be read, printed and kept. */
export function page(input: PageInput): string {
  const { summary } = input
  const sections = SECTIONS.flatMap((section) => section(input) ?? [])
  const body = html`${opening(input)}
${contents(sections)}
<main>
${sections.map(drawn)}
</main>
${made(input)}`
  return numbered(framed(`${summary.study}: ${summary.question}`, body))
}

/** Figures count through the page, so that a text can name one. */
function numbered(markup: string): string {
  let figure = 0
  return markup.replaceAll('<figcaption><b>', () => {
    figure += 1
    return `<figcaption><b>Figure ${figure}. `
  })
}
