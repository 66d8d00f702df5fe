import { POLICY, script } from './downloads.ts'
import { type Html, html, raw } from './html.ts'
import { CSS } from './style.ts'

/** A page that needs nothing but itself, around what it says. */
export function framed(title: string, body: Html): string {
  const { markup } = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
${POLICY}
<title>${title}</title>
<style>${raw(CSS)}</style>
</head>
<body>
${body}
${script}
</body>
</html>
`
  return markup
}
