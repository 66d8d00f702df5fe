import { cpSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const docs = fileURLToPath(new URL('..', import.meta.url))

/** Documents in docs/ that are linked and are no pages: reports, figures, examples. They are copied beside the pages. */
const linked = new Set()

/**
 * Links of a page that lead to no page. A document of docs/ is opened as it is, not by the site's router; folders, and
 * what lies outside docs/, are in the repository alone, and text on the site.
 */
export function documents(md) {
  md.core.ruler.push('documents', ({ tokens, env }) => {
    for (const { children } of tokens)
      for (const [open, close] of links(children ?? [])) settle(open, close, env.relativePath)
  })
}

/** Copies what `documents` met; a file that is not there is an error. */
export function copyDocuments(to) {
  for (const file of linked) cpSync(join(docs, file), join(to, file))
}

function settle(open, close, page) {
  const file = join(dirname(page), open.attrGet('href').replace(/[?#].*$/, ''))
  if (file.startsWith('..') || statSync(join(docs, file), { throwIfNoEntry: false })?.isDirectory()) {
    for (const token of [open, close]) token.tag = 'span'
    open.type = 'span_open'
    open.attrs = null
  } else if (/\.(html|ipynb|json|py|sh|ts|yaml)$/.test(file)) {
    open.attrSet('target', '_self')
    linked.add(file)
  }
}

/** Opening and closing tokens of links within the repository; links do not nest. */
function links(tokens) {
  const closes = tokens.filter(({ type }) => type === 'link_close')
  return tokens
    .filter(({ type }) => type === 'link_open')
    .map((open, at) => [open, closes[at]])
    .filter(([open]) => !/^([a-z]+:|#|\/)/.test(open.attrGet('href')))
}
