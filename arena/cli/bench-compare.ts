import { fileURLToPath } from 'node:url'
import { buildIn, type Compared, race, type Side } from '../bench/compare/compare.ts'
import type { Unit } from '../bench/compare/define.ts'
import type { Ratio } from '../bench/compare/pairing.ts'
import { chosen } from '../bench/compare/rows.ts'
import { machine } from '../bench/machine.ts'
import { refuse } from '../refusal/errors.ts'
import type { BenchFlags } from './bench-flags.ts'
import { integer } from './integer.ts'
import { columns, narrate, print, printJson } from './print.ts'

/** The folder that holds this build: dist/arena/cli is three below it. */
const OWN = fileURLToPath(new URL('../../../', import.meta.url))

/** `mettle bench --compare`: this build and another by turns. Exits with 1 if a row failed in either. */
export async function compare(folder: string, { pairs: text, only, long = false, json }: BenchFlags): Promise<void> {
  const pairs = integer('--pairs', text ?? '7', 1, 1000)
  const contests = chosen(only, long)
  const [other, own] = [await buildIn(folder), await buildIn(OWN)]
  const rows: Compared[] = []
  for (const contest of contests) rows.push(...(await race(contest, [own, other], pairs, narrate)))
  if (json) printJson({ schema: 1, machine: machine(), pairs, own, other, rows })
  else print(table(rows, own.version, `${other.version} in ${folder}`, pairs))
  if (rows.some(failed)) process.exitCode = 1
}

/** Options that mean nothing without a folder to compare with. @throws Refusal */
export function refuseAlone({ pairs, only, long }: BenchFlags): void {
  const flag = Object.entries({ pairs, only, long }).find(([, value]) => value !== undefined)?.[0]
  if (flag) refuse(`--${flag}`, '--compare <DIR> beside it, whose rows it is about', `bench --${flag} alone`)
}

const failed = ({ own, other }: Compared) => [own, other].some((side) => 'none' in side && side.failed)

function table(rows: readonly Compared[], own: string, other: string, pairs: number): string {
  const { cpu, cores, node, platform } = machine()
  const head = ['row', 'unit', 'this build', 'the other', 'by the clock', 'by processor time']
  const threads = rows.some(({ ratio }) => ratio?.thread)
  const lines = rows.map((row) => [
    row.what,
    row.unit,
    side(row.own, row.unit),
    side(row.other, row.unit),
    times(row.ratio?.wall),
    times(row.ratio?.cpu),
    ...(threads ? [times(row.ratio?.thread)] : []),
  ])
  return [
    `${cpu}, ${cores} cores, node ${node}, ${platform}`,
    `This build (${own}) beside the other (${other}), by turns, ${pairs} pairs: medians, and how many times better this build is,\nmedian of the pairs and its range`,
    columns([[...head, ...(threads ? ['by time of the thread'] : [])], ...lines]),
    ...notes(rows),
  ].join('\n\n')
}

const figure = (value: number, unit: Unit) =>
  unit === 'per s' ? Math.round(value).toLocaleString('en') : value.toFixed(value < 100 ? 2 : 0)

const side = (of: Side, unit: Unit) => ('none' in of ? 'n/a' : figure(of.value, unit))

const times = (ratio: Ratio | null | undefined) =>
  ratio ? `${ratio.median.toFixed(2)}× (${ratio.low.toFixed(2)}–${ratio.high.toFixed(2)})` : '–'

/** What stands beside, what a figure covers, and why there is none. */
function notes(rows: readonly Compared[]): string[] {
  const lines = rows.flatMap((row) =>
    (['own', 'other'] as const).flatMap((name) => {
      const of = row[name]
      const who = `${row.what}, ${name === 'own' ? 'this build' : 'the other'}`
      if ('none' in of) return [`${who}: n/a: ${of.none}`]
      const beside = of.beside ? [`${who}: ${times(of.beside)} ${row.beside}`] : []
      return of.note ? [...beside, `${who}: ${of.note}`] : beside
    }),
  )
  return lines.length > 0 ? [lines.join('\n')] : []
}
