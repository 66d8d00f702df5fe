import { type Html, html, raw } from './html.ts'

/** A part of the report: what stands over it, and what it says. */
export interface Section {
  readonly title: string
  readonly body: Html
  /** Whether it stands folded until somebody asks how sure the rest is. */
  readonly folded: boolean
}

export const section = (title: string, body: Html): Section => ({ title, body, folded: false })

/** What bears on how sure the rest is: folded behind its heading. */
export const diagnostic = (title: string, body: Html): Section => ({ title, body, folded: true })

/** Where links lead. */
const idOf = ({ title }: Section): string => title.toLowerCase().replaceAll(/[^a-z]+/g, '-')

export const contents = (sections: readonly Section[]): Html => html`<nav><ol>
${sections.map((each) => html`<li><a href="#${idOf(each)}">${each.title}</a></li>\n`)}</ol></nav>`

export function drawn(own: Section): Html {
  const { title, body, folded } = own
  const heading = html`<h2>${title}</h2>`
  return html`<section id="${idOf(own)}">
${folded ? html`<details><summary>${heading}</summary>` : heading}
${body}
${raw(folded ? '</details></section>' : '</section>')}`
}
