import { INTERVENTIONS } from '../../../interventions/catalog.ts'
import type { Summary } from '../../analysis/summary.ts'
import { findings } from '../answer.ts'
import { COMPARED_COLUMNS, compared } from '../compared.ts'
import type { PageInput } from './facts.ts'
import { folded, grid, type Html, html } from './html.ts'
import { scatter } from './scatter.ts'
import { type Section, section } from './section.ts'
import { SD } from './units.ts'

/** Names that fit beside their spots; more are told by their place in the table. */
const NAMED = 10

/** What is prevented against what it costs: up and to the right is better. */
function frontier(summary: Summary): Html {
  const all = findings(summary)
  const few = all.length <= NAMED
  const spots = all.map(({ arm, cell: { effect, retention } }, place) => ({
    ...{ name: few ? arm : String(place + 1), x: retention.deployed, y: effect },
  }))
  return scatter(spots, {
    title: 'Drag prevented against reward kept',
    caption: `Effect on D over the share of the rise in reward that is kept when deployed, each with its 95 % interval. Up and to the right is better; an intervention of which either is missing is not drawn.${few ? '' : ' Numbers: the place in the table below.'}`,
    x: 'reward kept, as a share of that of the arm compared with',
    y: `effect, ${SD}`,
  })
}

/** Every intervention with all that it is chosen by, and the params it ran at. */
export function sideBySide({ summary, study }: PageInput): Section | null {
  const rows = compared(summary)
  if (rows.length === 0) return null
  const made = findings(summary).flatMap(({ arm }) =>
    study.arms[arm].interventions.map(({ id, params }) => [arm, whatIs(id), `${id} ${JSON.stringify(params)}`]),
  )
  return section(
    'Interventions side by side',
    html`<p class="soft">By effect on D, largest first. Effect: the drag of the arm it is compared with minus its own. Prevention: the effect as a share of that drag. Kept: share of the rise in reward, under the cue of training and when deployed.
Gap at matched power: the mean difference of drag over the range of power that both pairs reached. Pressure: how hard reinforcement pushes against the intervention, in its own unit, in the last quarter of training.
Time: seconds of its trials over those of the arm it is compared with, on the same machine.</p>
${frontier(summary)}
${grid(
  ['', ...COMPARED_COLUMNS],
  rows.map((row, place) => [String(place + 1), ...row]),
  4,
)}
${folded('What each does, and at which params', grid(['intervention', 'what it does', 'params'], made, 3))}`,
  )
}

/** In a sentence, where the plugin ships with Mettle. */
const whatIs = (id: string): string => INTERVENTIONS.find(({ spec }) => spec.id === id)?.spec.summary ?? ''
