/** Markup that is safe to put into a page. */
export interface Html {
  readonly markup: string
}
type Part = Html | string | number | null | undefined | false | readonly Part[]

/** Text is escaped, markup is not. */
export function html(strings: TemplateStringsArray, ...parts: readonly Part[]): Html {
  return { markup: strings.reduce((text, string, i) => text + string + (i < parts.length ? render(parts[i]) : ''), '') }
}

/** What stands behind a line until it is opened; `open` shows it at once. */
export const folded = (title: string, content: Html, open = false): Html =>
  html`<details${raw(open ? ' open' : '')}><summary>${title}</summary>
${content}</details>`

/** Markup of a library's own making. */
export const raw = (markup: string): Html => ({ markup })

function render(part: Part): string {
  if (part === null || part === undefined || part === false) return ''
  if (Array.isArray(part)) return part.map(render).join('')
  return typeof part === 'object' ? (part as Html).markup : escaped(String(part))
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}
/** A per cent sign stays with its number. */
const escaped = (text: string) =>
  text.replaceAll(' %', '\u00a0%').replace(/[&<>"']/g, (character) => ENTITIES[character])

/** @param rows cells; those after the first `labels` columns are numbers */
export function grid(head: readonly string[], rows: readonly (readonly Part[])[], labels = 1): Html {
  const of = (tag: 'td' | 'th', cell: Part, column: number) =>
    html`${raw(`<${tag}${column >= labels ? ' class="number"' : ''}>`)}${cell}${raw(`</${tag}>`)}`
  return html`<div class="scroll"><table>
<thead><tr>${head.map((cell, i) => of('th', cell, i))}</tr></thead>
<tbody>${rows.map((row) => html`<tr>${row.map((cell, i) => of('td', cell, i))}</tr>\n`)}</tbody>
</table></div>`
}
