import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { INTERVENTIONS } from '../../interventions/catalog.ts'

const page = readFileSync(new URL('../../docs/interventions.md', import.meta.url), 'utf8')
const list = (names: readonly string[]) => names.join(', ')

it.each(INTERVENTIONS.map((plugin) => [plugin.spec.id, { ...plugin.spec, ...plugin() }] as const))(
  'docs/interventions.md has the row of %s',
  (_, spec) => {
    const { id, kind = 'intervention', touches, regimes, cites } = spec
    const [start, end] = [
      `| \`${id}\` | ${kind} | ${list(touches)} | ${list(regimes)} | `,
      ` | ${list(cites) || '–'} |`,
    ]
    const row = page.split('\n').find((line) => line.startsWith(`| \`${id}\` `)) ?? ''
    expect(row.slice(0, start.length)).toBe(start)
    expect(row.slice(-end.length)).toBe(end)
    expect(row.slice(start.length, -end.length).length).toBeGreaterThan(20)
  },
)

it('names nothing that does not ship', () => {
  const named = [...page.matchAll(/^\| `([a-z-]+)` \|/gm)].map(([, id]) => id)
  expect(named.sort()).toEqual(INTERVENTIONS.map(({ spec }) => spec.id).sort())
})

const read = (path: string) => readFileSync(new URL(path, import.meta.url), 'utf8')
const judged = INTERVENTIONS.filter(({ spec }) => spec.kind === undefined).map(({ spec }) => spec.id)

it.each(judged)(
  'docs/interventions/%s.md says what is claimed, on what evidence, how it fails and what it logs',
  (id) => {
    const own = read(`../../docs/interventions/${id}.md`)
    const headings = ['## Claim', '## Evidence', '## Failure mode', '## Logs and how to read them']
    expect(own.split('\n').filter((line) => line.startsWith('##'))).toEqual(headings)
    for (const part of own.split(/^## .*$/m).slice(1)) expect(part.trim().length).toBeGreaterThan(30)
    const logged = [...read(`../../interventions/${id}.ts`).matchAll(/measure\('([^']+)'/g)].map(([, name]) => name)
    for (const name of logged) expect(own).toContain(`\`${name}\``)
  },
)
