import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitepress'
import { copyDocuments, documents } from './documents.mjs'

const docs = fileURLToPath(new URL('..', import.meta.url))
const title = (page) => /^# (.+)$/m.exec(readFileSync(`${docs}${page}`, 'utf8'))?.[1].replaceAll('`', '') ?? page
const item = (page) => ({ text: title(page), link: `/${page.replace(/\.md$/, '')}` })
const group = (text, pages) => ({ text, collapsed: false, items: pages.map((page) => item(`${page}.md`)) })

const folded = (text, folder) => {
  const pages = readdirSync(`${docs}${folder}`).filter((name) => name.endsWith('.md'))
  return { text, collapsed: true, items: pages.map((name) => item(`${folder}/${name}`)) }
}

const GROUPS = [
  group('Start', ['package', 'first-tournament', 'tournament', 'watch', 'reading-a-report']),
  group('Studies', [
    'studies',
    'settings',
    'traits',
    'envs',
    'rules',
    'interventions',
    'statistics',
    'language-models',
  ]),
  group('Write', ['plugins', 'traits-and-learners', 'cheat-sheet', 'conformance', 'errors', 'engine']),
  group('Measures', ['measures', 'calibration', 'battery', 'tables', 'tables-from-python', 'run-folder']),
  group('Outside', ['outside', 'serve', 'scaling', 'performance', 'compiled']),
]
const listed = new Set(GROUPS.flatMap(({ items }) => items.map(({ link }) => `${link.slice(1)}.md`)))
const forgotten = readdirSync(docs).filter((name) => name.endsWith('.md') && !listed.has(name) && name !== 'index.md')
if (forgotten.length > 0)
  throw new Error(`docs/.vitepress/config.mjs: expected every page in a group, got ${forgotten} in none`)

/** The pages of docs/ as a site: `npm run docs`. Dead links are errors, which is VitePress' default. */
export default defineConfig({
  title: 'Mettle',
  description: 'A multi-agent competitive-environment gym with plugin interventions',
  srcExclude: ['templates/**', 'examples/python/**', 'registrations/**'],
  outDir: '../dist-docs',
  cacheDir: '../node_modules/.cache/vitepress',
  cleanUrls: true,
  lastUpdated: false,
  head: [
    ['link', { rel: 'icon', href: 'data:,' }],
    // Tables scroll in their own box; on a phone narrower cells spare most of them that.
    ['style', {}, '@media (max-width: 640px) { .vp-doc th, .vp-doc td { padding: 6px 8px } }'],
  ],
  // Addresses of servers that the reader runs.
  ignoreDeadLinks: 'localhostLinks',
  buildEnd: ({ outDir }) => copyDocuments(outDir),
  // Pages are plain Markdown: `{{` and `<x>` in them are text.
  markdown: { html: false, attrs: { disable: true }, config: documents },
  themeConfig: {
    // Every member of the API reference is a section of its own; the pages that explain come first.
    search: {
      provider: 'local',
      options: { miniSearch: { searchOptions: { boostDocument: (id) => (id.startsWith('/api/') ? 0.2 : 1) } } },
    },
    sidebar: [
      ...GROUPS,
      folded('Interventions, one by one', 'interventions'),
      folded('Results', 'results'),
      // Written by `npm run api`, which `npm run docs` runs first.
      ...(existsSync(`${docs}api/index.md`) ? [{ text: 'API', link: '/api/' }] : []),
    ],
    outline: [2, 3],
  },
})
