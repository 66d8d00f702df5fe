import type { Load } from '../define.ts'
import { adapted } from '../modules.ts'

/** What the rows of the network work on: `quick` with a network before imitation, whose shapes are those of a foundation. */
export async function subjectOf(load: Load) {
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
  const evals = evalEnvs(quick)
  const envs = [...trainEnvs(quick).map(({ plugin, params }) => plugin(params)), ...evals]
  const battery = createBattery(layoutOf(envs), evals)
  const source = adapted.evidenceSource(evidence, quick, battery)
  const spec = specOf(envs, { kind: source.kind, width: source.width }, quick.settings.network)
  const rng = createRng('compare')
  const made = () => createNetwork(spec, initialise(spec, createRng('compare').fork('weights')))
  const assistant = evidence.assistantOf(quick, source, rng.fork('assistant'))
  return { tf, study: quick, env: trainEnv(quick), battery, source, made, assistant, rng }
}
