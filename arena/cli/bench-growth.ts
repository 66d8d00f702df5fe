import { fileURLToPath } from 'node:url'
import { GROWING, type Grown, grow } from '../bench/growth/growth.ts'
import { machine } from '../bench/machine.ts'
import type { BenchFlags } from './bench-flags.ts'
import { integer } from './integer.ts'
import { columns, narrate, print, printJson } from './print.ts'

/** The folder that holds this build: dist/arena/cli is three below it. */
const OWN = fileURLToPath(new URL('../../../', import.meta.url))

/** `mettle bench --growth`: how time and memory grow with what a study may make larger. */
export async function growth({ repeats: text, json }: BenchFlags): Promise<void> {
  const repeats = integer('--repeats', text, 1, 1000)
  const rows: Grown[] = []
  for (const growing of GROWING) {
    narrate(`growth: ${growing.what}`)
    rows.push(await grow(growing, OWN, repeats))
  }
  if (json) printJson({ schema: 1, machine: machine(), rows })
  else print(table(rows))
}

const two = ([a, b]: readonly [number, number], digits: number) => `${a.toFixed(digits)} → ${b.toFixed(digits)}`

function table(rows: readonly Grown[]): string {
  const head = ['what grows', 'from → to', 'seconds', 'power', 'memory, MB', 'power']
  return columns([
    head,
    ...rows.map(({ what, sizes, seconds, memory, exponents }) => [
      what,
      two(sizes, 0),
      two(seconds, 3),
      exponents.seconds.toFixed(2),
      two(memory, 0),
      exponents.memory.toFixed(2),
    ]),
  ])
}
