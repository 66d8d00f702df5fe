import { createHash } from 'node:crypto'
import { type Html, html, raw } from './html.ts'

/**
 * What the page does beyond being read: every figure can be kept as SVG, PNG and its data as CSV, every table as CSV and
 * Markdown. Runs on what the page already holds and asks nothing of anybody.
 */
const SCRIPT = `
const save = (name, type, data) => {
  const link = document.createElement('a')
  link.href = URL.createObjectURL(new Blob([data], { type }))
  link.download = name
  link.click()
  setTimeout(() => URL.revokeObjectURL(link.href), 1000)
}
const drawn = (svg) => {
  const copy = svg.cloneNode(true)
  copy.setAttribute('xmlns', 'http://www.w3.org/2000/svg')
  copy.setAttribute('style', 'background:#fff;color:#1b1b1b;font:12px system-ui,sans-serif')
  return new XMLSerializer().serializeToString(copy)
}
const png = (name, svg) => {
  const image = new Image()
  const [width, height] = ['width', 'height'].map((side) => Number(svg.getAttribute(side)))
  image.onload = () => {
    const canvas = Object.assign(document.createElement('canvas'), { width: 2 * width, height: 2 * height })
    canvas.getContext('2d').drawImage(image, 0, 0, 2 * width, 2 * height)
    canvas.toBlob((blob) => save(name, 'image/png', blob))
  }
  image.src = 'data:image/svg+xml,' + encodeURIComponent(drawn(svg))
}
const cells = (table) => [...table.rows].map((row) => [...row.cells].map((cell) => cell.textContent.trim()))
const csv = (rows) => rows.map((row) => row.map((cell) => /[",\\n]/.test(cell) ? '"' + cell.replaceAll('"', '""') + '"' : cell).join(',')).join('\\n') + '\\n'
const markdown = (rows) => {
  const line = (row) => '| ' + row.map((cell) => cell.replaceAll('|', '\\\\|')).join(' | ') + ' |'
  return [line(rows[0]), line(rows[0].map(() => '---')), ...rows.slice(1).map(line)].join('\\n') + '\\n'
}
const offer = (place, kinds) => {
  const bar = document.createElement('p')
  bar.className = 'keep'
  for (const [label, act] of kinds) {
    const button = document.createElement('button')
    button.textContent = label
    button.onclick = act
    bar.append(button)
  }
  place.append(bar)
}
document.querySelectorAll('figure').forEach((figure, i) => {
  const [name, svg, data] = ['figure-' + (i + 1), figure.querySelector('svg'), figure.querySelector('template')]
  offer(figure, [
    ['SVG', () => save(name + '.svg', 'image/svg+xml', drawn(svg))],
    ['PNG', () => png(name + '.png', svg)],
    ...(data ? [['CSV', () => save(name + '.csv', 'text/csv', data.content.textContent)]] : []),
  ])
})
document.querySelectorAll('.scroll').forEach((box, i) => {
  const name = 'table-' + (i + 1)
  const rows = cells(box.querySelector('table'))
  offer(box, [
    ['CSV', () => save(name + '.csv', 'text/csv', csv(rows))],
    ['Markdown', () => save(name + '.md', 'text/markdown', markdown(rows))],
  ])
})
`

const hash = createHash('sha256').update(SCRIPT).digest('base64')

/** No network, no script but this one, whatever a plugin's texts hold. */
export const POLICY: Html = html`<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:; script-src 'sha256-${raw(hash)}'">`

export const script: Html = raw(`<script>${SCRIPT}</script>`)

/** Rows behind a figure as comma-separated values, for the page to offer. */
export function data(rows: readonly Readonly<Record<string, unknown>>[]): Html {
  if (rows.length === 0) return html``
  const head = Object.keys(rows[0])
  const line = (values: readonly unknown[]) => values.map((value) => quoted(String(value ?? ''))).join(',')
  return html`<template>${[line(head), ...rows.map((row) => line(head.map((key) => row[key])))].join('\n')}</template>`
}

const quoted = (text: string) => (/[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text)
