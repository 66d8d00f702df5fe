import { drawMind, posteriorOf } from '../../agents/actor.ts'
import { optionsAt } from '../../agents/compiled/options.ts'
import type { Question } from '../../agents/compiled/reading.ts'
import { COUNTS, type EvidenceSource } from '../../agents/evidence.ts'
import type { Network } from '../../agents/network.ts'
import { policiesOf } from '../../agents/policies.ts'
import {
  cholesky,
  covarianceOf,
  independent,
  type Population,
  samplePersona,
  type TraitVector,
} from '../../agents/traits.ts'
import { choose, preference } from '../../agents/writers.ts'
import type { Rng } from '../../envs/random.ts'
import { crossFitted, explained, meanOf } from '../statistics/linear.ts'
import { averaged, type Battery, inputsOf } from './battery.ts'
import type { Policy } from './inverse-fit.ts'
import { actsOf, createObserver } from './observer.ts'
import { scenesOf } from './scenes.ts'

/** Is the persona in the network at all? Next to what an ideal observer infers from as many acts (VALIDITY §7.1). */
export interface Capacity {
  /** Acts behind `r2`. */
  readonly acts: number
  /**
   * Share of independent-trait writers' trait variance, [DIM]: that a ridge from m explains in writers it was not
   * fitted on, and the observer.
   */
  readonly r2: { readonly network: readonly number[]; readonly observer: readonly number[] }
  /** KL(writer ‖ prediction from so many acts), nats per decision, over writers of the corpus' population. */
  readonly gaps: readonly { readonly acts: number; readonly network: number; readonly observer: number }[]
}

/** How many times fewer writers stand behind each gap, since each of them needs one policy per item. */
const FEWER = 10
const DRAWS = 8
/** Every how many items of the battery a prediction is asked. */
const STRIDE = 6
const PENALTY = 0.01

export interface Subject {
  readonly network: Network
  readonly battery: Battery
  readonly evidenceSource: EvidenceSource
}

/**
 * @param population who wrote the corpus
 * @param writers behind it
 * @returns null under `traits` evidence, which shows no acts
 */
export function capacityOf(subject: Subject, population: Population, writers: number, rng: Rng): Capacity | null {
  const { evidenceSource } = subject
  if (evidenceSource.kind !== 'acts') return null
  return {
    acts: evidenceSource.long,
    r2: legible(subject, writers, rng.fork('writers')),
    gaps: COUNTS.map((acts) => ({
      acts,
      ...gapOf(subject, population, Math.ceil(writers / FEWER), acts, rng.fork('gaps').fork(acts)),
    })),
  }
}

function legible({ network, battery, evidenceSource }: Subject, writers: number, rng: Rng): Capacity['r2'] {
  const everybody = independent(battery.traits.names.length)
  const personas = Array.from({ length: writers }, () => samplePersona(everybody, rng))
  const means = posteriorOf(network, evidenceSource.show(personas, evidenceSource.long, rng)).map(({ mean }) => mean)
  const scenes = scenesOf(battery)
  const observe = createObserver(scenes, everybody)
  const seen = personas.map((traits) => observe(actsOf(scenes, traits, evidenceSource.long, rng)).mean)
  return { network: explained(personas, crossFitted(means, personas, PENALTY)), observer: explained(personas, seen) }
}

function gapOf(
  { network, battery, evidenceSource }: Subject,
  population: Population,
  readers: number,
  acts: number,
  rng: Rng,
) {
  const personas = Array.from({ length: readers }, () => samplePersona(population, rng))
  const items = battery.dilemmas.map((_, d) => d).filter((d) => d % STRIDE === 0)
  const truth = personas.map((traits) => predictions(battery, items, [traits]))
  const scenes = scenesOf(battery)
  const observe = createObserver(scenes, { mean: population.mean, factor: cholesky(covarianceOf(population)) })
  const observed = personas.map((traits) => {
    const belief = observe(actsOf(scenes, traits, acts, rng))
    return predictions(
      battery,
      items,
      Array.from({ length: DRAWS }, () => samplePersona(belief, rng)),
    )
  })
  const minds = posteriorOf(network, evidenceSource.show(personas, acts, rng)).map((each) =>
    Array.from({ length: DRAWS }, () => drawMind([each], 'neutral', rng).m),
  )
  const gap = (all: readonly (readonly Policy[])[]) => meanOf(truth.map((own, i) => divergence(own, all[i])))
  return { network: gap(minds.map((each) => predicted(network, battery, items, each))), observer: gap(observed) }
}

/** Mean policy of some writers on each item. */
function predictions(
  { dilemmas, loadings }: Battery,
  items: readonly number[],
  draws: readonly TraitVector[],
): Float64Array[] {
  const wants = draws.map((traits) => preference(traits, loadings))
  return items.map((d) => {
    const each = wants.map((own) => choose(dilemmas[d], own))
    return Float64Array.from(dilemmas[d].legal, (_, a) => meanOf(each.map((policy) => policy[a])))
  })
}

/** The network's mean policy over a reader's minds on each item. */
function predicted(network: Network, battery: Battery, items: readonly number[], minds: readonly Float32Array[]) {
  const some = asked(battery, items)
  return averaged(some, policiesOf(network, some, minds))
}

/** Some items of the battery. */
const asked = (battery: Battery, items: readonly number[]): Question => ({
  input: inputsOf(battery, items),
  options: optionsAt(battery.options, items),
})

function divergence(p: readonly Policy[], q: readonly Policy[]): number {
  return meanOf(
    p.map((row, d) => Array.from(row).reduce((sum, x, a) => sum + (x > 0 ? x * Math.log(x / q[d][a]) : 0), 0)),
  )
}
