import { existsSync, readFileSync } from 'node:fs'
import type { BatteryResult } from '../battery/battery.ts'
import { resultOf } from '../battery/battery.ts'
import type { Choice } from '../battery/choices.ts'
import { answersIn, exported } from '../battery/portable.ts'
import { questionsOf } from '../battery/questions.ts'
import { differenceOf, type Figure, scaleOf } from '../battery/read.ts'
import { messageOf, refuse } from '../refusal/errors.ts'
import { writeJson } from '../store/files.ts'
import { evalsNamed } from '../study/evals.ts'
import type { PortableFlags } from './battery-flags.ts'
import { batteryWords, figureText } from './battery-words.ts'
import { integer } from './integer.ts'
import { columns, print, printJson } from './print.ts'

const seedOf = ({ seed }: PortableFlags) => integer('--seed', seed, 0, 2_147_483_647)

/** The action of `mettle battery export`. */
export function exportBattery(flags: PortableFlags): void {
  const questions = questionsOf(evalsNamed('--envs', flags.envs), seedOf(flags))
  print(
    exported(questions)
      .map((each) => JSON.stringify(each))
      .join('\n'),
  )
}

/** The action of `mettle battery score`. */
export async function scoreBattery(file: string, flags: PortableFlags): Promise<void> {
  const envs = evalsNamed('--envs', flags.envs)
  const seed = seedOf(flags)
  if (!existsSync(file)) refuse(`battery score ${file}`, 'a file of answers', 'no such file')
  const choices = await answersIn(file, questionsOf(envs, seed))
  const result = resultOf(scaleOf(envs), { name: flags.name, params: {} }, choices, seed)
  if (flags.out) writeJson(flags.out, result)
  if (flags.json) printJson(result)
  else print(batteryWords(result))
}

/** The action of `mettle battery compare`. */
export function compareBatteries(first: string, second: string, flags: { readonly json?: boolean }): void {
  const [a, b] = [read(first), read(second)]
  if (JSON.stringify(a.envs) !== JSON.stringify(b.envs))
    refuse(`battery compare ${second}`, `a battery of ${a.envs.join(', ')}`, `one of ${b.envs.join(', ')}`)
  const scale = scaleOf(evalsNamed('battery.json', a.envs.join(',')))
  const difference = differenceOf(scale, [choicesIn(a), choicesIn(b)], a.seed)
  if (flags.json) printJson({ schema: 1, first: a.agent, second: b.agent, difference })
  else print(differenceWords(a, b, difference))
}

function differenceWords(a: BatteryResult, b: BatteryResult, difference: Readonly<Record<string, Figure>>): string {
  const rows = Object.entries(difference).map(([name, figure]) => [name, figureText(figure)])
  return `${b.agent} less ${a.agent}, by the same ${a.items} items:\n\n${columns([['', 'SD of writers [95 %]'], ...rows])}`
}

function read(file: string): BatteryResult {
  try {
    const found: BatteryResult = JSON.parse(readFileSync(file, 'utf8'))
    if (found.schema === 1 && Array.isArray(found.choices)) return found
  } catch (error) {
    refuse(`battery compare ${file}`, 'the battery.json of a battery', messageOf(error))
  }
  return refuse(`battery compare ${file}`, 'the battery.json of a battery', 'another file')
}

const choicesIn = ({ choices }: BatteryResult): Choice[] =>
  choices.map(({ policy, draws, none }) => ({ policy: Float64Array.from(policy), draws, none }))
