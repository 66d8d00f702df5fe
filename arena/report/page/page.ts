import { aftermath } from './aftermath.ts'
import { cite } from './cite.ts'
import { controls, instruments, pressure } from './controls.ts'
import { drag, readings } from './drag.ts'
import { elicitation } from './elicitation.ts'
import type { PageInput } from './facts.ts'
import { framed } from './framed.ts'
import { type Html, html, raw } from './html.ts'
import { made } from './made.ts'
import { manifold } from './manifold.ts'
import { mediation } from './mediation.ts'
import { missing } from './missing.ts'
import { opening } from './opening.ts'
import { outcome } from './outcome.ts'
import { predictions } from './predictions.ts'
import { selfReport } from './self-report.ts'
import { sideBySide } from './side-by-side.ts'
import { training } from './training.ts'

/** In the order of reading; from `aftermath` on they are folded, for who wants to know how sure it is. */
const SECTIONS = [
  outcome,
  sideBySide,
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
  cite,
]

/** Headings behind which diagnostics stand: folded until somebody asks. */
const FOLDED = new Set([
  'Self-report',
  'Through z or through the heads',
  'In the same domain',
  'Whose behaviour it is',
  'Optimisation pressure',
  'What cues elicit',
  'Controls',
  'Instruments',
])

/** The report of a run: one file that needs nothing else, to be read, printed and kept. */
export function page(input: PageInput): string {
  const { summary } = input
  const sections = SECTIONS.map((section) => anchored(section(input)))
  const body = html`${opening(input)}
${contents(sections)}
<main>
${sections.map(({ markup }) => raw(markup))}
</main>
${made(input)}`
  return numbered(framed(`${summary.study}: ${summary.question}`, body))
}

interface Section {
  readonly title: string
  readonly id: string
  readonly markup: string
}

/** A section under an anchor made of its heading, folded where it is a diagnostic. */
function anchored({ markup }: Html): Section {
  const title = /<h2>([^<]*)<\/h2>/.exec(markup)?.[1] ?? ''
  const id = title.toLowerCase().replaceAll(/[^a-z]+/g, '-')
  const heading = `<h2>${title}</h2>`
  const opened = markup.replace('<section>', `<section id="${id}">`)
  if (!FOLDED.has(title)) return { title, id, markup: opened }
  const folded = opened.replace(heading, `<details><summary>${heading}</summary>`)
  return { title, id, markup: folded.replace(/<\/section>$/, '</details></section>') }
}

const contents = (sections: readonly Section[]): Html => html`<nav><ol>
${sections.filter(({ title }) => title).map(({ title, id }) => html`<li><a href="#${id}">${title}</a></li>\n`)}</ol></nav>`

/** Figures count through the page, so that a text can name one. */
function numbered(markup: string): string {
  let figure = 0
  return markup.replaceAll('<figcaption><b>', () => {
    figure += 1
    return `<figcaption><b>Figure ${figure}. `
  })
}
