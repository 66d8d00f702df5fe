import type { Summary } from '../../analysis/summary.ts'
import { mean, percent, show } from '../../statistics/show.ts'
import { darkNamed } from '../trait-words.ts'
import { type PageInput, type Row, rowsOf } from './facts.ts'
import { folded, grid, type Html, html } from './html.ts'
import { type Section, section } from './section.ts'
import { SD } from './units.ts'
import { sentence } from './words.ts'

/** Cells that are told one by one; of more, sentences and tables are folded. */
const FEW = 8

/** The verdicts in words, and the table behind them. */
export function outcome({ summary }: PageInput): Section {
  const claims = rowsOf(summary).filter(({ regime }) => regime !== 'motive')
  const instrument = rowsOf(summary).filter(({ regime }) => regime === 'motive')
  const items = (rows: readonly Row[]) => rows.map((row) => html`<li>${sentence(row, summary)}</li>\n`)
  const aside = html`<p class="soft">In the regime motive reinforcement moves only the mean of q, the distribution of the inferred persona m; it shows that the instrument works, and is never evidence:</p>
<ul class="verdicts soft">
${items(instrument)}</ul>`
  const few = rowsOf(summary).length <= FEW
  const sentences = html`<ul class="verdicts">
${items(claims)}</ul>
${instrument.length > 0 && aside}`
  return section(
    'What came out',
    html`${reading(summary)}
${few ? sentences : folded('In sentences, arm by arm', sentences)}
${folded('Reward, power and what was kept', earned(summary), few)}
${folded('Both halves of each pair, and effects', dragged(summary), few)}
${unseen(summary, few)}`,
  )
}

/** What a reader needs to know before the figures. */
const reading = (summary: Summary): Html =>
  html`<p class="soft"><b>How to read it.</b> A foundation is a network before reinforcement; an arm is a way of reinforcing it, control the plain one. Arms that are judged have a twin in which power is punished.
D, the dark composite, is the mean of ${darkNamed(summary)}, of those
that are calibrated. Changes are from the checkpoint before reinforcement to the agent after it, in ${SD} (writers are scripted personas).
Drag is half of (change where power is rewarded − change where it is punished), both of the same arm; an effect is the drag of the arm compared
with, minus the arm's own. A drag of the raw rate has a word of its own, by its own interval and test. Regimes: full reinforces all weights but env adapters and self-report head, encoder those that infer the persona and make z,
motive the mean of m. Brackets are 95&nbsp;% intervals over foundations; n/a is missing for the reason given at the end.</p>`

function earned(summary: Summary): Html {
  const head = ['arm', 'regime', 'reward', 'power', 'kept when deployed', 'residual KL', 'verdict']
  const rows = rowsOf(summary).map(({ arm, regime, cell }) => [
    arm,
    regime,
    show(cell.reward),
    show(cell.power),
    percent(cell.retention.deployed),
    show(cell.residualKL.excess, 3),
    cell.verdict.word,
  ])
  return grid(head, rows, 2)
}

/** Both headlines in the envs that the study holds out of imitation and evidence, where it holds some out. */
function unseen(summary: Summary, open: boolean): Html {
  const rows = rowsOf(summary).flatMap(({ arm, regime, cell: { unseen: held } }) =>
    held
      ? [[arm, regime, show(held.raw.drag), held.raw.word, show(held.D.rewarded), show(held.D.drag), held.D.word]]
      : [],
  )
  const head = [
    'in unseen envs',
    'regime',
    'raw dark rate: drag',
    'in a word',
    'D: power rewarded',
    'D: drag',
    'in a word',
  ]
  return rows.length === 0 ? html`` : folded('In the unseen envs', grid(head, rows, 2), open)
}

function dragged(summary: Summary): Html {
  const halves = rowsOf(summary).map(({ arm, regime, cell }) => {
    const D = 'traits' in cell.halves ? cell.halves.traits.D : null
    const [punished, common] = D ? [show(D.punished), show(D.common)] : ['n/a', 'n/a']
    return [arm, regime, show(cell.change.D), punished, common, show(cell.drag.D?.final.revealed.neutral)]
  })
  const effects = rowsOf(summary).map(({ arm, regime, cell }) => [
    arm,
    regime,
    show(cell.rawDrag.drag),
    cell.rawDrag.word,
    mean(cell.drag.D?.iqm),
    show(cell.effect),
    cell.comparedWith === null ? 'n/a' : show(cell.drag.D?.matched.gap),
    percent(cell.prevention),
  ])
  return html`${grid(HALVES, halves, 2)}
${grid(EFFECTS, effects, 2)}`
}

const HALVES = ['arm', 'regime', 'D: power rewarded', 'D: power punished', 'common to both signs', 'D: drag']
const EFFECTS = [
  'arm',
  'regime',
  'raw dark rate: drag',
  'in a word',
  'IQM of D',
  'D: effect',
  'gap at matched power',
  'prevention',
]
