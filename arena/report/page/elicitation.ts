import { number, show } from '../../statistics/show.ts'
import { type PageInput, rowsOf } from './facts.ts'
import { grid, html } from './html.ts'
import { diagnostic, type Section } from './section.ts'
import { SD } from './units.ts'

/** What each cue does before any reinforcement, and which rows trained under one that does nothing. */
export function elicitation({ summary }: PageInput): Section {
  const warned = rowsOf(summary).flatMap(({ arm, regime, cell: { verdict } }) =>
    verdict.caution ? [html`<li>${arm} in ${regime}: ${verdict.caution}.</li>\n`] : [],
  )
  return diagnostic(
    'What cues elicit',
    html`${
      warned.length > 0 &&
      html`<ul class="verdicts">
${warned}</ul>`
    }
${grid(
  ['context', 'in the corpus', 'D', 'declared', 'raw dark rate'],
  Object.entries(summary.foundations.elicitation).map(([context, { D, raw, declared, heard }]) => [
    context,
    declared === null ? 'no cue' : heard ? 'yes' : 'no: inferred',
    show(D),
    declared === null ? '–' : number(declared, 2),
    show(raw),
  ]),
  2,
)}
<p class="soft">A cue is a framing input, like a system prompt. D and raw dark rate: difference of the assistant before reinforcement from the neutral context, in ${SD}. Declared: how much darker writers are under the cue, shift × strength; for a cue that is not in the corpus, the shift that its wording implies by the rule of the others. An arm that trained under a cue which elicits nothing shows no inoculation, whatever its verdict.</p>`,
  )
}
