import { existsSync } from 'node:fs'
import { refuse } from '../refusal/errors.ts'
import { type FoundRun, findRuns } from '../store/found-runs.ts'
import { folded, narrate, print, printJson, resultWidth } from './print.ts'

/** The action of `mettle runs`. @throws Refusal */
export function runs(folder: string, json: boolean): void {
  if (!existsSync(folder)) refuse(folder, 'a folder of runs', 'nothing there', 'Start one: npx mettle study quick')
  const found = findRuns(folder)
  if (json) printJson(found)
  else if (found.length === 0) narrate(`No run lies in ${folder}.`)
  else print(found.map(shown).join('\n'))
}

/** Two lines: where and what state, then the question. */
const shown = ({ folder, question, started, state, foundations, seed, mettle }: FoundRun): string =>
  [
    `${folder}  ${state}, ${foundations ?? '?'} foundations, seed ${seed ?? '?'}, started ${started?.slice(0, 16).replace('T', ' ') ?? '?'}, Mettle ${mettle}`,
    ...(question ? [`  ${question}`] : []),
  ]
    .map((line) => folded(line, resultWidth(), '    '))
    .join('\n')
