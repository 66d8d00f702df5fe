import { bench as measure } from '../bench/bench.ts'
import type { BenchReport } from '../bench/report.ts'
import { compare, refuseAlone } from './bench-compare.ts'
import type { BenchFlags } from './bench-flags.ts'
import { growth } from './bench-growth.ts'
import { integer } from './integer.ts'
import { columns, narrate, print, printJson } from './print.ts'
import { backendOf } from './study-flags.ts'

/** The action of `mettle bench`. */
export async function bench(flags: BenchFlags): Promise<void> {
  if (flags.compare !== undefined) return compare(flags.compare, flags)
  refuseAlone(flags)
  if (flags.growth) return growth(flags)
  const repeats = integer('--repeats', flags.repeats, 1, 1000)
  const report = await measure({ backend: backendOf(flags), repeats, say: narrate })
  if (flags.json) printJson(report)
  else print(sections(report).join('\n\n'))
}

const whole = (value: number | null) => (value === null ? 'n/a' : Math.round(value).toLocaleString('en'))

const onOff = (on: boolean) => (on ? 'on' : 'off')

function sections({ machine, engine, rollout, interventions, trial }: BenchReport): string[] {
  const rates = engine.map((each) => [
    each.game,
    each.mode,
    whole(each.stepper),
    whole(each.reference),
    whole(each.client),
    whole(each.simulate),
    `${each.ratio.toFixed(1)}×`,
    whole(each.bytesPerMove),
  ])
  const decisions = rollout.map((each) => [
    each.env,
    each.setting,
    onOff(each.observation),
    onOff(each.events),
    whole(each.decisionsPerSecond),
  ])
  const overheads = interventions.map((each) => [
    each.id,
    each.secondsPerUpdate.toFixed(3),
    `${each.overhead.toFixed(2)}×`,
  ])
  return [
    `${machine.cpu}, ${machine.cores} cores, node ${machine.node}, ${machine.platform}`,
    `Moves per second, one core\n${columns([['game', 'mode', 'stepper', 'reference', 'Client', 'Simulate', 'ratio', 'bytes per move'], ...rates])}`,
    `Decisions per second in rollout\n${columns([['env', 'table', 'observation', 'events', 'decisions/s'], ...decisions])}`,
    `Interventions: seconds per update, and relative to none\n${columns([['arm', 'seconds', 'overhead'], ...overheads])}`,
    `Seconds by phase\n${columns(Object.entries(trial).map(([phase, seconds]) => [phase, seconds.toFixed(2)]))}`,
  ]
}
