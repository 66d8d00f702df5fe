import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { compareRuns } from '../analysis/compare.ts'
import type { Summary } from '../analysis/summary.ts'
import { messageOf, refuse } from '../refusal/errors.ts'
import { comparisonTable } from '../report/terminal/comparison.ts'
import { gridOf } from '../report/terminal/grid.ts'
import { changes } from '../store/difference.ts'
import { writeWhole } from '../store/files.ts'
import type { CompareFlags } from './compare-flags.ts'
import { inLines, narrate, print, printJson, resultWidth } from './print.ts'

/** A finished run. */
interface Run {
  readonly run: string
  readonly summary: Summary
  /** The resolved study with the program that ran it. */
  readonly identity: unknown
}

/** The action of `mettle compare`. @throws Refusal */
export async function compare(folders: readonly string[], { page, json }: CompareFlags): Promise<void> {
  if (folders.length < 2) refuse('compare', 'two run folders at least', String(folders.length), 'npx mettle runs')
  const [first, ...others] = folders.map(opened)
  const compared = others.map(({ run, summary, identity }) => ({
    run,
    settings: changes(first.identity, identity),
    figures: compareRuns(first.summary, summary),
  }))
  const all = { first: first.run, question: first.summary.question, others: compared }
  if (page !== undefined) writeWhole(page, (await import('../report/page/comparison.ts')).comparisonPage(all))
  if (json) printJson({ schema: 1, ...all })
  else print(inLines(comparisonTable(all, gridOf(resultWidth())), resultWidth()))
  if (page !== undefined) narrate(`Page: ${page}`)
}

function opened(run: string): Run {
  if (!existsSync(join(run, 'summary.json')))
    refuse(run, 'the folder of a finished run, with its summary.json', 'none', 'npx mettle runs lists those there are')
  const read = (file: string) => {
    try {
      return JSON.parse(readFileSync(join(run, file), 'utf8'))
    } catch (error) {
      return refuse(join(run, file), 'a file that reads', messageOf(error))
    }
  }
  return { run, summary: read('summary.json'), identity: read('manifest.json').identity }
}
