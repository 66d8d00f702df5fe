import { PREFILL_COLUMNS, PREFILL_WORDS, prefillRows, ROUTER_COLUMNS, ROUTER_WORDS, routerRows } from '../on-demand.ts'
import { type PageInput, rowsOf } from './facts.ts'
import { grid, html } from './html.ts'
import { diagnostic, type Section } from './section.ts'

const named = ({ summary }: PageInput) => rowsOf(summary).map(({ arm, ...row }) => ({ name: arm, ...row }))

/** What learned gates between z and the bypass do; null where networks have none. */
export function router(input: PageInput): Section | null {
  const rows = routerRows(named(input))
  if (rows.length === 0) return null
  return diagnostic('Router', html`<p>${ROUTER_WORDS}</p>\n${grid(ROUTER_COLUMNS, rows)}`)
}

/** What dark acts that agents did not choose do to them; null where nobody asked. */
export function prefill(input: PageInput): Section | null {
  const rows = prefillRows(named(input))
  if (rows.length === 0) return null
  return diagnostic('Prefilled acts', html`<p>${PREFILL_WORDS}</p>\n${grid(PREFILL_COLUMNS, rows)}`)
}
