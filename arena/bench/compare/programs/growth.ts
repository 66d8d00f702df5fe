import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Manifest } from '../../../store/manifest.ts'
import type { Load, Place, Program } from '../define.ts'
import { adapted } from '../modules.ts'
import { stopwatch } from '../spent.ts'
import { dilemma, rollout } from './games.ts'
import { subjectOf } from './subject.ts'
import { ended } from './whole.ts'

/** One run of work of some size: its seconds, and the most memory that the process held until then. */
const measured = async (work: () => unknown, size: number) => {
  const watch = stopwatch()
  await work()
  const { wall, cpu } = watch()
  return {
    time: { value: wall, cpu },
    memory: { value: process.resourceUsage().maxRSS / 1024 },
    size: { value: size },
  }
}

/** What one run of work is, by what grows. */
const WORK: Readonly<Record<string, (load: Load, size: number, place: Place) => Promise<[() => unknown, number]>>> = {
  episodes: async (load, size, place) => [await rollout(load, { row: 'row', matches: size }, place), size],
  length: async (load, size, place) => [await dilemma(load, { row: 'row', rounds: size, times: 1 }, place), size],
  widths,
  items,
  seats,
  foundations,
}

/** Work that grows: `what` of `size`. */
export const growth: Program = async (load, { what, size }, place) => {
  const [work, real] = await WORK[what](load, size, place)
  return () => measured(work, real)
}

const STEPS = 20

/** Steps of imitation with every layer so wide. */
async function widths(load: Load, width: number): Promise<[() => unknown, number]> {
  const settings = { trunk: width, bypass: Math.min(512, width), head: width }
  const { study, battery, source, made, rng } = await subjectOf(load, { network: settings })
  const { poolsOf } = await load<typeof import('../../../corpus/pools.ts')>('arena/corpus/pools')
  const { populationOf } = await load<typeof import('../../../../agents/populations.ts')>('agents/populations')
  const { imitate } = await load<typeof import('../../../../agents/imitate.ts')>('agents/imitate')
  const population = populationOf(study.settings.population, rng.fork('population'))
  const pools = poolsOf(study, battery, population, rng.fork('corpus'))
  const corpus = adapted.corpus({ pools, population, evidenceSource: source, cueStrength: 0 })
  const network = made()
  return [() => imitate(network, corpus, { ...study.settings.imitate, steps: STEPS }, rng), width]
}

/** Policies in all contexts, on the items of the first `evals` envs of the whole battery. */
async function items(load: Load, evals: number): Promise<[() => unknown, number]> {
  const { BATTERY } = await load<typeof import('../../../studies/battery.ts')>('arena/studies/battery')
  const { study, env, battery, made, assistant, rng } = await subjectOf(load, { evals: BATTERY.slice(0, evals) })
  const { respond } = await load<typeof import('../../../measure/reading.ts')>('arena/measure/reading')
  const { drawMind, posteriorOf } = await load<typeof import('../../../../agents/actor.ts')>('agents/actor')
  const network = made()
  const posterior = posteriorOf(network, assistant)
  const minds = Array.from({ length: study.settings.measure.minds }, () => drawMind(posterior, 'neutral', rng).m)
  return [() => respond(network, battery, env.id, minds), battery.dilemmas.length]
}

const MATCHES = 400
const TURNS = 60

/** Matches of a game in which all seats are active at once, as many moves whatever the seats. */
async function seats(load: Load, count: number): Promise<[() => unknown, number]> {
  const { nego } = await load<typeof import('../../games.ts')>('arena/bench/games')
  const { createStepper } = await load<typeof import('../../../engine/stepper.ts')>('arena/engine/stepper')
  const engine = createStepper(nego)
  const play = () => {
    for (let match = 0; match < MATCHES; match++) {
      const table = engine.start({ seed: `seats-${match}`, numPlayers: count })
      for (let turn = 0; turn < TURNS; turn++) table.act(String(turn % count), 'propose', [0])
    }
  }
  return [play, count]
}

const ONE_STEP = [
  ...['corpus.matches=4', 'imitate.steps=8', 'narrow.steps=2', 'compete.updates=2', 'compete.episodes=8'],
  ...['compete.evaluation=4', 'compete.verify=1', 'measure.writers=16', 'measure.minds=2', 'measure.gradient=16'],
]

/** The end of a run, tables, summary and report, on so many real foundations of `tiny` with their trials. */
async function foundations(load: Load, count: number, { build, dir }: Place): Promise<[() => unknown, number]> {
  const set = [`foundations=${count}`, ...ONE_STEP]
  const out = join(dir, `foundations-${count}`)
  const main = join(build, 'dist/arena/cli/main.js')
  const asked = ['study', 'tiny', '--out', out, ...set.flatMap((each) => ['--set', each])]
  await ended(process.execPath, [main, ...asked], dir)
  const { resolveStudy } = await load<typeof import('../../../studies/resolve.ts')>('arena/studies/resolve')
  const { plan } = await load('arena/run/plan')
  const { readResult } = await load<typeof import('../../../store/job-folder.ts')>('arena/store/job-folder')
  const { conclusion } = await load<typeof import('../../conclusion.ts')>('arena/bench/conclusion')
  const { study } = await resolveStudy({ ref: 'tiny', set })
  const manifest = JSON.parse(await readFile(join(out, 'manifest.json'), 'utf8')) as Manifest
  const jobs = join(out, 'jobs')
  const planned = plan(study, manifest.identity, jobs)
  const read = ({ folder }: { folder: string }): any => readResult(jobs, folder)
  const trials = planned.trials.map((job: { folder: string }) => ({ folder: job.folder, result: read(job) }))
  const results = { foundations: planned.foundations.map(read), trials, jobs }
  return [() => conclusion(study, manifest, results), count]
}
