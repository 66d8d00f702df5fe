import { spawnSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { folder } from './arena/cli/mettle.ts'
import { installed } from './installed.ts'

const page = readFileSync(fileURLToPath(new URL('../docs/plugins.md', import.meta.url)), 'utf8')
const { path: cwd, remove } = folder()
afterAll(remove)
beforeAll(() => installed(cwd))

interface Step {
  readonly line: string
  /** What is written, where it is no command. */
  readonly written?: { readonly file: string; readonly text: string }
}

/** Files and commands of a page, in its order. */
const steps: readonly Step[] = [...page.matchAll(/^```(js|console)\n([\s\S]*?)^```/gm)].flatMap(([, kind, text]) => {
  if (kind === 'console')
    return text
      .trim()
      .split('\n')
      .map((line) => ({ line }))
  const [, file = ''] = /^\/\/ (\S+)\n/.exec(text) ?? []
  return [{ line: `write ${file}`, written: { file, text } }]
})

/** One after the other, as a reader does. */
describe.sequential('docs/plugins.md', () => {
  it.each(steps.map((step) => [step.line, step] as const))('%s', (line, { written }) => {
    if (written) return writeFileSync(join(cwd, written.file), written.text)
    const [npx, mettle, ...args] = line.split(' ')
    expect([npx, mettle]).toEqual(['npx', 'mettle'])
    const main = join(cwd, 'node_modules/mettle/dist/arena/cli/main.js')
    const { status, stdout, stderr } = spawnSync(process.execPath, [main, ...args], { cwd, encoding: 'utf8' })
    expect(status, `${stdout}${stderr}`).toBe(0)
    expect(stdout).not.toMatch(/^✗/m)
  })

  it('has commands and files enough to be a guide', () => expect(steps.length).toBeGreaterThan(14))
})
