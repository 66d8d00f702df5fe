import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'

const root = fileURLToPath(new URL('..', import.meta.url))
const pages = [
  ...['README.md', 'ARCHITECTURE.md', 'docs/examples/README.md'],
  ...readdirSync(join(root, 'docs')).flatMap((name) => (name.endsWith('.md') ? [`docs/${name}`] : [])),
]

/** Paths of source files and tests that a page names: whole ones, from a layer on. */
const NAMED =
  /(?<![\w/.-])((?:envs|agents|interventions|arena|test|docs|\.ci|\.biome)\/[\w./-]+\.(?:tsx?|mjs|md|py|css|grit))\b/g

it.each(pages)('%s names files that exist', (page) => {
  const named = [...readFileSync(join(root, page), 'utf8').matchAll(NAMED)].map(([, path]) => path)
  expect([...new Set(named)].filter((path) => !existsSync(join(root, path)))).toEqual([])
})
