import type { BenchReport } from '../bench/report.ts'
import { bench as measure } from '../bench.ts'
import { columns, narrate, print, printJson } from './print.ts'
import { backendOf, integer, type StudyFlags } from './study-flags.ts'

export interface BenchFlags extends Pick<StudyFlags, 'backend' | 'json'> {
  readonly repeats: string
}

/** The action of `mettle bench`. */
export async function bench(flags: BenchFlags): Promise<void> {
  const repeats = integer('--repeats', flags.repeats, 1, 1000)
  const report = await measure({ backend: backendOf(flags), repeats, say: narrate })
  if (flags.json) printJson(report)
  else print(sections(report).join('\n\n'))
}

const whole = (value: number | null) => (value === null ? 'n/a' : Math.round(value).toLocaleString('en'))

function sections({ machine, engine, rollout, trial }: BenchReport): string[] {
  const rates = engine.map((each) => [
    each.game,
    each.mode,
    whole(each.stepper),
    whole(each.reference),
    whole(each.client),
    whole(each.simulate),
    `${each.ratio.toFixed(1)}×`,
  ])
  return [
    `${machine.cpu}, ${machine.cores} cores, node ${machine.node}, ${machine.platform}`,
    `Moves a second, one core\n${columns([['game', 'mode', 'stepper', 'reference', 'Client', 'Simulate', 'ratio'], ...rates])}`,
    `Decisions a second in rollout\n${columns(rollout.map(({ env, setting, decisionsPerSecond }) => [env, setting, whole(decisionsPerSecond)]))}`,
    `Seconds by phase\n${columns(Object.entries(trial).map(([phase, seconds]) => [phase, seconds.toFixed(2)]))}`,
  ]
}
