/** Blue and vermilion of Okabe and Ito (2008), told apart by every kind of colour vision; shapes differ as well. */
export const COLOURS = { mean: '#0072b2', other: '#d55e00', rule: '#9a9a9a' }

/** What stands behind the marks, in the colour of the text, so that it is seen on light and on dark paper alike. */
export const FAINT = { stroke: 'currentColor', strokeOpacity: 0.5 } as const

export const CSS = `
:root { color-scheme: light dark; --ink: #1b1b1b; --soft: #555; --line: #d8d8d8; --note: #f5f3ec; --paper: #fff; --link: #00558b; }
@media screen and (prefers-color-scheme: dark) { :root { --ink: #e6e6e6; --soft: #a8a8a8; --line: #3d3d3d; --note: #2a2720; --paper: #161616; --link: #7cc4f5; } }
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 2rem 1.25rem 4rem; max-width: 62rem; color: var(--ink); background: var(--paper);
  font: 16px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "DejaVu Sans", sans-serif; }
h1 { font-size: 1.7rem; line-height: 1.25; margin: 0 0 .5rem; max-width: 40ch; }
h2 { font-size: 1.15rem; margin: 2.5rem 0 .5rem; padding-top: .75rem; border-top: 1px solid var(--line); }
p, li { max-width: 75ch; }
.meta, figcaption, .soft { color: var(--soft); font-size: .875rem; }
.note { background: var(--note); border-left: 4px solid #b8860b; padding: .6rem .9rem; max-width: 75ch; }
a { color: var(--link); }
.answer { font-size: 1.15rem; max-width: 68ch; }
nav ol { columns: 16rem; padding-left: 1.4rem; font-size: .875rem; }
details > summary { cursor: pointer; }
details > summary:has(> h2) { margin: 1.25rem 0 .25rem; }
details > summary > h2 { display: inline; border: 0; margin: 0; padding: 0; }
.keep { margin: .1rem 0 .6rem; }
.keep button { font: inherit; font-size: .75rem; margin-right: .4rem; padding: 0 .4rem; color: var(--soft); background: none; border: 1px solid var(--line); border-radius: 3px; cursor: pointer; }
header td:first-child { white-space: normal; min-width: 22ch; }
.verdicts { padding-left: 1.1rem; }
.verdicts li { margin: .35rem 0; }
figure { margin: 1rem 0 1.5rem; break-inside: avoid; }
figure svg { display: block; max-width: 100%; height: auto; overflow: visible; }
figcaption { margin-top: .35rem; max-width: 80ch; }
.scroll { overflow-x: auto; }
/* A shade at an edge behind which there is more. */
.scroll, figure { background:
  linear-gradient(90deg, var(--paper) 40%, transparent) 0 0 / 2rem 100% no-repeat local,
  linear-gradient(270deg, var(--paper) 40%, transparent) 100% 0 / 2rem 100% no-repeat local,
  linear-gradient(90deg, var(--line), transparent) 0 0 / .6rem 100% no-repeat scroll,
  linear-gradient(270deg, var(--line), transparent) 100% 0 / .6rem 100% no-repeat scroll; }
table { border-collapse: collapse; font-size: .8125rem; font-variant-numeric: tabular-nums; margin: .5rem 0 1rem; }
th, td { text-align: left; padding: .25rem .8rem .25rem 0; border-bottom: 1px solid var(--line); white-space: nowrap; vertical-align: top; }
th { color: var(--soft); font-weight: 600; }
.number { text-align: right; }
footer td { white-space: normal; }
pre { overflow-x: auto; }
code { font: .85em ui-monospace, "DejaVu Sans Mono", Menlo, monospace; overflow-wrap: anywhere; }
@media (max-width: 40rem) { body { padding: 1rem .8rem 3rem; font-size: 15px; } h1 { font-size: 1.35rem; } figure { overflow-x: auto; } figure svg { min-width: 38rem; } }
@media print { .scroll, figure { background: none; } .keep, nav, details:not([open]) { display: none; } body { max-width: none; padding: 0; font-size: 10pt; } h2 { break-after: avoid; } table { font-size: 7.5pt; } .scroll { overflow: visible; } }
`
