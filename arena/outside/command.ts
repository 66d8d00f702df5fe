import { refuse } from '../refusal/errors.ts'

/** A program and its arguments: parted by spaces, quotes keep them together. No shell reads them, so nothing expands. @throws Refusal */
export function splitCommand(text: string): [string, ...string[]] {
  const words = [...text.matchAll(/'([^']*)'|"([^"]*)"|([^\s'"]+)/g)].map(
    ([, single, double, bare]) => single ?? double ?? bare,
  )
  const [program, ...rest] = words
  return program
    ? [program, ...rest]
    : refuse('agent process', 'a program, as process:"python3 bot.py"', JSON.stringify(text))
}
