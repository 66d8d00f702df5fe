import type { Command } from 'commander'
import { CommanderError } from 'commander'
import { describe, expect, it } from 'vitest'
import { program } from '../arena/cli/program.ts'
import { fencesOf, PAGES, textOf } from './fences.ts'

/** Commander parses, and nothing runs. */
function still(command: Command): void {
  command.action(() => {}).configureOutput({ writeOut: () => {}, writeErr: () => {} })
  for (const each of command.commands) still(each)
}
for (const each of program.commands) still(each)

/** What stands behind a command in a block: its comment, after # or two spaces, and what the shell is told. */
const BEHIND = /\s(#|\s|;|>|\|).*$/

/** A query may go over several lines. */
const oneLined = (text: string) => text.replaceAll(/"[^"]*"/g, (quoted) => quoted.replaceAll(/\s+/g, ' '))

const inBlocks = (page: string): string[] =>
  fencesOf(page).flatMap(({ text }) =>
    oneLined(text)
      .split('\n')
      .flatMap((line) => {
        const [, command] = /^(?:.*?; )?npx mettle (.*)$/.exec(line) ?? []
        return command === undefined ? [] : [command.replace(BEHIND, '')]
      }),
  )

/** Within a sentence a command may stand for all that it can be given. */
const inSentences = (page: string): string[] =>
  [
    ...textOf(page)
      .replaceAll(/^```[\s\S]*?^```/gm, '')
      .matchAll(/`npx mettle ([^`]+)`/g),
  ].map(([, command]) => command.replaceAll(/\s+/g, ' '))

const words = (command: string): string[] =>
  [...command.matchAll(/"((?:[^"\\]|\\.)*)"|'([^']*)'|[^\s'"]+/g)].map(
    ([whole, double, single]) => double ?? single ?? whole,
  )

async function problemOf(command: string): Promise<string | undefined> {
  try {
    await program.parseAsync(words(command), { from: 'user' })
  } catch (error) {
    if (error instanceof CommanderError) return error.code
    throw error
  }
}

const SENTENCES = [
  undefined,
  'commander.missingArgument',
  'commander.missingMandatoryOptionValue',
  'commander.helpDisplayed',
]

describe.each(PAGES)('%s', (page) => {
  it('names commands and options that there are', async () => {
    for (const command of inBlocks(page)) expect(await problemOf(command), command).toBe(undefined)
    for (const command of inSentences(page)) expect(SENTENCES, command).toContain(await problemOf(command))
  })
})

it('finds commands where they are, and refuses what is none', async () => {
  expect(inBlocks('README.md').length).toBeGreaterThan(20)
  expect(PAGES.filter((page) => [...inBlocks(page), ...inSentences(page)].length > 0).length).toBeGreaterThan(20)
  expect(await problemOf('study quick --foundatons 3')).toBe('commander.unknownOption')
  expect(await problemOf('stdy quick')).toBe('commander.unknownCommand')
})
