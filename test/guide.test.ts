import { spawnSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { folder } from './arena/cli/mettle.ts'
import { fencesOf } from './fences.ts'
import { installed } from './installed.ts'

/** Pages whose every file and command is run, as a reader would, each in an empty project. */
const PAGES = [
  { name: 'plugins.md', least: 15 },
  { name: 'first-tournament.md', least: 4 },
  { name: 'reading-a-report.md', least: 2 },
  { name: 'traits-and-learners.md', least: 5 },
] as const

interface Step {
  readonly line: string
  /** What is written, where it is no command. */
  readonly written?: { readonly file: string; readonly text: string }
}

/** Files and commands of a page, in its order. */
const stepsOf = (page: string): readonly Step[] =>
  fencesOf(page).flatMap(({ kind, text, file }) => {
    if (file) return [{ line: `write ${file}`, written: { file, text } }]
    if (kind !== 'console') return []
    return text
      .trim()
      .split('\n')
      .map((line) => ({ line }))
  })

/** One after the other, as a reader does. */
describe.sequential.each(PAGES)('docs/$name', ({ name, least }) => {
  const steps = stepsOf(`docs/${name}`)
  const { path: cwd, remove } = folder()
  afterAll(remove)
  beforeAll(() => installed(cwd))

  it.each(steps.map((step) => [step.line, step] as const))('%s', (line, { written }) => {
    if (written) return writeFileSync(join(cwd, written.file), written.text)
    const [npx, mettle, ...args] = line.split(' ')
    expect([npx, mettle]).toEqual(['npx', 'mettle'])
    const main = join(cwd, 'node_modules/mettle/dist/arena/cli/main.js')
    const { status, stdout, stderr } = spawnSync(process.execPath, [main, ...args], { cwd, encoding: 'utf8' })
    expect(status, `${stdout}${stderr}`).toBe(0)
    expect(stdout).not.toMatch(/^✗/m)
  })

  it('has commands and files enough to be a guide', () => expect(steps.length).toBeGreaterThanOrEqual(least))
})
