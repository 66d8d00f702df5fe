import { WAYS } from '../../analysis/mediation.ts'
import { percent, show } from '../../statistics/show.ts'
import { type PageInput, rowsOf } from './facts.ts'
import { grid, html } from './html.ts'
import { diagnostic, type Section } from './section.ts'
import { SD } from './units.ts'

/** How much of what moved went through z, and how much through the heads (VALIDITY §7.4). */
export function mediation({ summary }: PageInput): Section {
  const rows = rowsOf(summary).flatMap(({ arm, regime, cell: { mediation: found } }) =>
    'traits' in found
      ? Object.entries(found.traits).map(([name, { share, ...amounts }]) => [
          arm,
          regime,
          found.of,
          name,
          ...WAYS.map((way) => show(amounts[way])),
          ...WAYS.map((way) => percent(share[way])),
          percent(found.misaligned),
        ])
      : [],
  )
  const shares = WAYS.map((way) => `${way}, share`)
  return diagnostic(
    'Through z or through the heads',
    html`${
      rows.length === 0
        ? html`<p>No change could be split between z and heads.</p>`
        : html`<p>Column z: the change when z of the network after reinforcement, rotated into the z space of the network before, is put behind the heads of before. Column head: the change when z of before is put behind the heads of after. Interaction: the rest of the change. Amounts in ${SD}; no share where the interval of the whole includes 0.</p>
${grid(['arm', 'regime', 'of', 'trait', ...WAYS, ...shares, 'misaligned'], rows, 4)}
<p class="soft">Misaligned: share of the variance of z over writers that no rotation explains. In encoder the heads do not change, so what stands there under head is what the rotation took from z: the resolution of this measure.</p>`
    }`,
  )
}
