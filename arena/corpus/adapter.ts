import { tf } from '../../agents/backend.ts'
import type { Checkpoint } from '../../agents/checkpoint.ts'
import type { Corpus } from '../../agents/draws.ts'
import { extend } from '../../agents/extend.ts'
import { imitate } from '../../agents/imitate.ts'
import type { ImitationMetrics } from '../../agents/imitate-tensors.ts'
import { createNetwork } from '../../agents/network.ts'
import { populationOf } from '../../agents/populations.ts'
import { loadingsIn, traitSetOf } from '../../agents/trait-set.ts'
import type { EnvPlugin } from '../../envs/define.ts'
import type { Rng } from '../../envs/random.ts'
import type { Study } from '../study/study.ts'
import { batteryOf } from './battery.ts'
import { evidenceSourceOf } from './evidence.ts'
import { situationsIn } from './pools.ts'
import { pool } from './situations.ts'

export interface AdapterFit extends Checkpoint {
  /** On decisions of the new envs alone, over the last tenth of the steps. */
  readonly imitation: ImitationMetrics
}

/** An env that enters a finished network. */
export interface Entering {
  readonly plugin: EnvPlugin<any, any>
  readonly params: Readonly<Record<string, unknown>>
}

/**
 * How a new env enters a finished network (DESIGN §3): writers of the study's population are imitated on its decisions,
 * with the study's `corpus` and `imitate` settings, and only its own adapter and output weights learn. All others stay
 * what they were, bit for bit, and so do policies in the envs that the network knows. A loaded backend is expected.
 * @param study what the checkpoint was made by: its eval envs show the writers
 * @throws ArgumentFault when the network knows the env already
 */
export function fitAdapter(
  study: Study,
  checkpoint: Checkpoint,
  plugin: EnvPlugin<any, any>,
  params: Readonly<Record<string, unknown>>,
  rng: Rng,
): AdapterFit {
  const own = rng.fork('adapter').fork(plugin.spec.id)
  const { population: said, cueStrength } = study.settings
  const population = populationOf(said, own.fork('population'), traitSetOf(study.settings))
  return fitAdapters(study, checkpoint, [{ plugin, params }], { population, cueStrength }, own)
}

/**
 * Several envs enter at once, each an even share of every batch.
 * @param writers whom they are learned from @param own the fit's own stream @param onStep as in `imitate`
 */
export function fitAdapters(
  study: Study,
  checkpoint: Checkpoint,
  entering: readonly Entering[],
  { population, cueStrength }: Pick<Corpus, 'population' | 'cueStrength'>,
  own: Rng,
  onStep?: (step: number) => void,
): AdapterFit {
  const envs = entering.map(({ plugin, params }) => plugin(params))
  const { spec, weights, fresh } = extend(checkpoint.spec, checkpoint.weights, envs, own.fork('weights'))
  const evidenceSource = evidenceSourceOf(study, batteryOf(study, spec.layout))
  const pools = entering.map((each, i) =>
    pool(spec.layout, envs[i], 1, situationsIn(study, spec.layout, each, population, own.fork('corpus'))),
  )
  const network = createNetwork(spec, weights)
  const masks = Object.fromEntries(
    Object.entries(fresh).map(([name, { shape, values }]) => [name, tf.tensor(values, [...shape])]),
  )
  const trains = (name: string) => masks[name] ?? false
  const writers = { population, cueStrength, loadings: loadingsIn(study.settings), traits: traitSetOf(study.settings) }
  const corpus = { pools, evidenceSource, ...writers }
  const imitation = imitate(network, corpus, study.settings.imitate, own.fork('imitate'), onStep, trains)
  const fitted = { spec, weights: network.weights(), assistant: checkpoint.assistant, imitation }
  network.dispose()
  tf.dispose(masks)
  return fitted
}
