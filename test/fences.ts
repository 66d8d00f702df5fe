import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))

/** A block of code of a page, and the file that its first line names. */
export interface Fence {
  readonly page: string
  /** js, ts, console, …; empty where none is said. */
  readonly kind: string
  readonly text: string
  readonly file?: string
}

/** Pages for readers, as paths from the repository: README and docs/. */
export const PAGES: readonly string[] = [
  'README.md',
  ...readdirSync(join(root, 'docs')).flatMap((name) => (name.endsWith('.md') ? [`docs/${name}`] : [])),
]

export const textOf = (page: string): string => readFileSync(join(root, page), 'utf8')

/** Blocks of code of a page, in its order. */
export const fencesOf = (page: string): readonly Fence[] =>
  [...textOf(page).matchAll(/^```(\w*)\n([\s\S]*?)^```/gm)].map(([, kind, text]) => {
    const [, file] = /^\/\/ (\S+\.[jt]s)\n/.exec(text) ?? []
    return { page, kind, text, ...(file && { file }) }
  })

/** The `tsconfig.json` that docs/package.md tells authors to take. */
export function documentedTsconfig(): { readonly compilerOptions: object } {
  const [json] = fencesOf('docs/package.md').filter(({ kind }) => kind === 'json')
  return JSON.parse(json.text)
}
