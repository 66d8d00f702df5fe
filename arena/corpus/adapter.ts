import { tf } from '../../agents/backend.ts'
import type { Checkpoint } from '../../agents/checkpoint.ts'
import { extend } from '../../agents/extend.ts'
import { type ImitationMetrics, imitate } from '../../agents/imitate.ts'
import { createNetwork } from '../../agents/network.ts'
import { populationOf } from '../../agents/populations.ts'
import type { EnvPlugin } from '../../envs/define.ts'
import type { Rng } from '../../envs/random.ts'
import { createBattery } from '../measure/battery.ts'
import { evalEnvs } from '../study/envs.ts'
import type { Study } from '../study/study.ts'
import { evidenceSourceOf } from './evidence.ts'
import { situationsIn } from './pools.ts'
import { pool } from './situations.ts'

export interface AdapterFit extends Checkpoint {
  /** On decisions of the new env alone, over the last tenth of the steps. */
  readonly imitation: ImitationMetrics
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
  const env = plugin(params)
  const own = rng.fork('adapter').fork(env.id)
  const { spec, weights, fresh } = extend(checkpoint.spec, checkpoint.weights, env, own.fork('weights'))
  const { settings } = study
  const population = populationOf(settings.population, own.fork('population'))
  const situations = situationsIn(study, spec.layout, { plugin, params }, population, own.fork('corpus'))
  const evidenceSource = evidenceSourceOf(study, createBattery(spec.layout, evalEnvs(study)))
  const pools = [pool(spec.layout, env, 1, situations)]
  const network = createNetwork(spec, weights)
  const masks = Object.fromEntries(
    Object.entries(fresh).map(([name, { shape, values }]) => [name, tf.tensor(values, [...shape])]),
  )
  const corpus = { pools, population, evidenceSource, cueStrength: settings.cueStrength }
  const trains = (name: string) => masks[name] ?? false
  const imitation = imitate(network, corpus, settings.imitate, own.fork('imitate'), undefined, trains)
  const fitted = { spec, weights: network.weights(), assistant: checkpoint.assistant, imitation }
  network.dispose()
  tf.dispose(masks)
  return fitted
}
