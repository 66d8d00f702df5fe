import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { createRng, shuffled } from '../../envs/random.ts'
import { INTERVENTIONS } from '../../interventions/catalog.ts'
import type { Study } from '../study/study.ts'
import { clear, prepare, type Trial } from '../trial/parts.ts'
import { createShared } from '../trial/shared.ts'
import { train } from '../trial/train.ts'
import { type InterventionRate, median, now } from './report.ts'

/** Shipped interventions that act in `full` on this study: those that need networks that narrate are left out without. */
export const benched = ({ settings }: Study): string[] =>
  INTERVENTIONS.map((plugin) => plugin())
    .filter(({ regimes, needs = [] }) => {
      const silent = needs.includes('network.narration') && !settings.network.narration
      return regimes.includes('full') && !silent
    })
    .map(({ id }) => id)

/** Rollout and update with each of them at its defaults, over the same without it. */
export async function benchInterventions(base: Study, foundationDir: string, repeats: number) {
  const benches = new Map<string, Trial>()
  for (const id of ['control', ...benched(base)]) benches.set(id, await benchOf(base, id, foundationDir))
  try {
    return ratios(interleaved(benches, repeats))
  } finally {
    for (const bench of benches.values()) clear(bench)
  }
}

async function benchOf(base: Study, arm: string, foundationDir: string): Promise<Trial> {
  const interventions = INTERVENTIONS.filter(({ spec }) => spec.id === arm).map((plugin) => plugin())
  const study: Study = { ...base, arms: { ...base.arms, [arm]: { interventions, regimes: ['full'] } } }
  const dir = join(foundationDir, `bench-${arm}`)
  await mkdir(dir)
  return prepare(
    study,
    { arm, regime: 'full', foundation: 0 },
    foundationDir,
    { dir, progress: () => {} },
    createShared(),
  )
}

/**
 * Seconds an update, by arm. Critic warm-up and compilation fall into the updates that are not counted. Each round has an
 * order of its own: who always came after the same arm would always pay for the garbage that it left.
 */
function interleaved(benches: ReadonlyMap<string, Trial>, repeats: number): Map<string, number[]> {
  const seconds = new Map([...benches.keys()].map((id) => [id, [] as number[]]))
  const rng = createRng('bench')
  for (let update = 0; update < WARM + repeats; update++) {
    for (const [id, bench] of shuffled([...benches], rng)) {
      const start = now()
      train(bench, update, false)
      if (update >= WARM) seconds.get(id)!.push(now() - start)
    }
  }
  return seconds
}

const WARM = 3

function ratios(seconds: ReadonlyMap<string, number[]>): InterventionRate[] {
  const control = median(seconds.get('control')!)
  return [...seconds].map(([id, each]) => ({
    id,
    secondsPerUpdate: Number(median(each).toFixed(4)),
    overhead: Number((median(each) / control).toFixed(3)),
  }))
}
