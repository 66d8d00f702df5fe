import type { Regime } from '../../../interventions/define.ts'
import type { Summary } from '../../analysis/summary.ts'
import { percent, show } from '../../statistics/show.ts'
import { agenticNamed } from '../trait-words.ts'
import { bookOf, hasDrag, type PageInput, perFoundation, type Row, regimesOf, rowsOf } from './facts.ts'
import { intervals, type Mark } from './figures.ts'
import { grid, type Html, html } from './html.ts'
import { type Section, section } from './section.ts'
import { SD } from './units.ts'

/** Drag a trait with a dot a foundation, and the change of D in every arm. */
export function drag(input: PageInput): Section {
  const { summary } = input
  const said = rowsOf(summary).filter((row) => row.arm === 'control' && hasDrag(row))
  return section(
    'Drag',
    html`${said.length === 0 && html`<p>No drag can be given here: ${reasonOf(summary)}.</p>`}
${said.reverse().map((row) => traitsOf(input, row))}
${regimesOf(summary).map((regime) => armsOf(input, regime))}`,
  )
}

const reasonOf = (summary: Summary): string => {
  const found = rowsOf(summary).find(({ arm }) => arm === 'control')?.cell.drag.D?.final.revealed.neutral
  return found && found.estimate === null ? found.reason : 'control has no trial'
}

function traitsOf(input: PageInput, row: Row): Html {
  const levels = perFoundation(bookOf(input), row, 'drag')
  const marks = Object.entries(row.cell.drag).map(([y, { final }]) => ({
    y,
    estimate: final.revealed.neutral,
    dots: levels.map(({ neutral }) => neutral[y]),
  }))
  return intervals(marks, {
    title: `Revealed drag of each trait under control, ${row.regime}`,
    caption: `One dot per foundation, the mean as a diamond, its 95 % interval as a bar. Competition may reward ${agenticNamed(input.summary.calibration).join(' and ')}; it should leave the dark traits and D alone. Behaviour on the eval battery, neutral context.`,
    x: `drag, ${SD}`,
  })
}

function armsOf(input: PageInput, regime: Regime): Html {
  const results = bookOf(input)
  const marks = rowsOf(input.summary)
    .filter((row) => row.regime === regime)
    .map((row) => ({
      y: row.arm,
      estimate: row.cell.change.D,
      dots: perFoundation(results, row, 'change').map(({ neutral }) => neutral.D),
    }))
  return intervals(marks, {
    title: `Change of D in every arm, ${regime}`,
    caption:
      'The change of revealed D under the reward of the arm alone, without its sign-reversed twin, so that controls can be compared with the rest.',
    x: `change of D, ${SD}`,
  })
}

const CHANNELS = ['stated', 'probe, frozen', 'probe, refitted', 'revealed, neutral', 'revealed, worst'] as const

/** The three readings of D side by side: a drag figure never stands alone. */
export function readings({ summary }: PageInput): Section | null {
  const marks: Mark[] = rowsOf(summary)
    .filter(hasDrag)
    .flatMap(({ arm, regime, cell }) => {
      const { stated, represented, revealed } = cell.drag.D.final
      const values = [stated, represented.frozen, represented.refitted, revealed.neutral, revealed.worst]
      return CHANNELS.map((facet, i) => ({ y: `${arm} · ${regime}`, facet, estimate: values[i] }))
    })
  if (marks.length === 0) return null
  return section(
    'Three readings, side by side',
    html`${intervals(marks, {
      title: 'Drag of D by what the agent says (stated), what its z represents (probes), and what it does (revealed)',
      caption:
        'The readings are never averaged. A frozen probe was fitted before reinforcement, a refitted one after it; each alone has been seen to hide a drift. Worst is the darkest of the contexts.',
      x: `drag of D, ${SD}`,
    })}
${grid(
  [
    'what the probes miss',
    'regime',
    '1 SD steer moves D, before',
    'after',
    'contexts told apart, before',
    'after',
    'nats, before',
    'after',
  ],
  rowsOf(summary).map(({ arm, regime, cell: { steer, awareness } }) => [
    arm,
    regime,
    ...[steer.D.before, steer.D.after].map((e) => show(e)),
    ...[awareness.before.accuracy, awareness.after.accuracy].map(percent),
    ...[awareness.before.nats, awareness.after.nats].map((e) => show(e, 3)),
  ]),
)}
<p class="soft">A steer moves z by one SD along a trait’s direction that was fixed before reinforcement: where it moves nothing, the probe reads something that does not cause behaviour. Contexts: eval items as they are, and with the mark of the train env; chance is 50 %. Nats: mean KL between the policies in the two contexts, per decision.</p>`,
  )
}
