import type { EnvPlugin } from '../../../../envs/define.ts'
import type { Load } from '../define.ts'
import { adapted } from '../modules.ts'

/** What differs from `quick`: settings of the network, eval envs. */
interface Changes {
  readonly network?: Readonly<Record<string, unknown>>
  readonly evals?: readonly EnvPlugin<any, any>[]
}

/** What the rows of the network work on: `quick` with a network before imitation, whose shapes are those of a foundation. */
export async function subjectOf(load: Load, { network: own = {}, evals: others }: Changes = {}) {
  const { loadBackend, tf } = await load<typeof import('../../../../agents/backend.ts')>('agents/backend')
  await loadBackend()
  const { quick } = await load<typeof import('../../../studies/quick.ts')>('arena/studies/quick')
  const { trainEnv, trainEnvs, evalEnvs } = await load<typeof import('../../../study/envs.ts')>('arena/study/envs')
  const { layoutOf } = await load<typeof import('../../../../agents/layout.ts')>('agents/layout')
  const { createBattery } = await load<typeof import('../../../measure/battery.ts')>('arena/measure/battery')
  const { createRng } = await load<typeof import('../../../../envs/random.ts')>('envs/random')
  const evidence = await load('arena/corpus/evidence')
  const { createNetwork } = await load<typeof import('../../../../agents/network.ts')>('agents/network')
  const { initialise, specOf } = await load<typeof import('../../../../agents/spec.ts')>('agents/spec')
  const study = { ...quick, evals: others ?? quick.evals }
  const evals = evalEnvs(study)
  const envs = [...trainEnvs(study).map(({ plugin, params }) => plugin(params)), ...evals]
  const battery = createBattery(layoutOf(envs), evals)
  const source = adapted.evidenceSource(evidence, study, battery)
  const spec = specOf(envs, { kind: source.kind, width: source.width }, { ...study.settings.network, ...own })
  const rng = createRng('compare')
  const made = () => createNetwork(spec, initialise(spec, createRng('compare').fork('weights')))
  const assistant = evidence.assistantOf(study, source, rng.fork('assistant'))
  return { tf, study, env: trainEnv(study), battery, source, made, assistant, rng }
}
