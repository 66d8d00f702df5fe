import type { Summary } from '../../analysis/summary.ts'
import { show } from '../../statistics/show.ts'
import { answer, findings, mainRegime } from '../answer.ts'
import { bookOf, hasDrag, type PageInput, perFoundation, rowsOf } from './facts.ts'
import { intervals } from './figures.ts'
import { folded, grid, type Html, html } from './html.ts'
import { SD } from './units.ts'
import { standing } from './words.ts'

/** The first screen: the question, how much the run can say, the answer, what was foretold, and one figure that shows it. */
export function opening(input: PageInput): Html {
  const { summary } = input
  return html`<header>
<p class="meta">Mettle · study ${summary.study} · ${summary.hash.slice(0, 8)} · seed ${summary.run.seed} · ${summary.run.backend}</p>
<h1>${summary.question}</h1>
<p class="note">${standing(summary)}</p>
<p class="answer">${answer(summary)}</p>
${foretold(summary)}
${shown(input)}
${next(summary)}
</header>`
}

/** Effects where interventions are judged, else the drag of control. */
function shown(input: PageInput): Html {
  const { summary } = input
  const all = findings(summary)
  if (all.length === 0) return draggedBy(input)
  const main = mainRegime(summary)
  const marks = all.map(({ arm, regime, cell: { effect } }) => ({
    y: regime === main ? arm : `${arm} (${regime})`,
    estimate: effect,
  }))
  return intervals(marks, {
    title: 'What each intervention did to the drag of D',
    caption:
      'Effect: the drag of the arm it is compared with minus its own, with its 95 % interval; right of 0 it drags less. An effect without a bar is missing for the reason given at the end.',
    x: `effect, ${SD}`,
  })
}

function draggedBy(input: PageInput): Html {
  const main = mainRegime(input.summary)
  const row = rowsOf(input.summary).find(({ arm, regime }) => arm === 'control' && regime === main)
  if (!row || !hasDrag(row)) return html``
  const { neutral } = row.cell.drag.D.final.revealed
  const dots = perFoundation(bookOf(input), row, 'drag').map(({ neutral: own }) => own.D)
  return intervals([{ y: 'D', estimate: neutral, dots }], {
    title: `Drag of D in control, ${main}`,
    caption: 'One dot per foundation, the mean as a diamond, its 95 % interval as a bar.',
    x: `drag, ${SD}`,
  })
}

/** Where to go from here. */
const next = ({ smoke }: Summary): Html =>
  html`<p class="soft">Next: see the matches behind the figures, <code>npx mettle watch</code> and the folder of this page${
    smoke ? html`; for evidence, run the study again with <code>--foundations 10</code>` : ''
  }.</p>`

/** What the plan foretold, and how it came out by the figures of this run. */
function foretold({ hypotheses = [] }: Summary): Html {
  if (hypotheses.length === 0) return html``
  const rows = hypotheses.map(({ claim, outcome, figures }) => [
    claim,
    html`<b>${outcome ?? 'for the reader to judge'}</b>`,
    figures.map(({ estimate }) => show(estimate)).join('; '),
  ])
  return folded('What was foretold, and what came', grid(['hypothesis', 'outcome', 'figures'], rows, 3), true)
}
