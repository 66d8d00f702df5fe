import type { Trajectory } from '../../../../agents/ppo-rows.ts'
import type { UpdateHooks } from '../../../../agents/ppo-tensors.ts'
import type { Load, Program } from '../define.ts'
import { adapted } from '../modules.ts'
import { each, stopwatch } from '../spent.ts'
import { subjectOf } from './subject.ts'

/** The first steps compile and set up what all others use. */
const SKIPPED = 5

/** Steps of imitation, of `rows` decisions each, on the corpus of `quick`. */
export const imitation: Program = async (load, { row, rows, steps }) => {
  const { study, battery, source, made, rng } = await subjectOf(load)
  const { poolsOf } = await load<typeof import('../../../corpus/pools.ts')>('arena/corpus/pools')
  const { populationOf } = await load<typeof import('../../../../agents/populations.ts')>('agents/populations')
  const { imitate } = await load<typeof import('../../../../agents/imitate.ts')>('agents/imitate')
  const { population: wanted, cueStrength, imitate: settings } = study.settings
  const population = populationOf(wanted, rng.fork('population'))
  const pools = poolsOf(study, battery, population, rng.fork('corpus'))
  const corpus = adapted.corpus({ pools, population, evidenceSource: source, cueStrength })
  const network = made()
  return () => {
    let watch = stopwatch()
    imitate(network, corpus, { ...settings, batch: rows, steps: SKIPPED + steps }, rng, (step) => {
      if (step === SKIPPED) watch = stopwatch()
    })
    return { [row]: each(watch(), steps, 1000) }
  }
}

/** Updates of PPO on one rollout of `quick`, in the regime `full`; with `hooked`, under the loss of the intervention kl. */
export const ppo: Program = async (load, { row, hooked, updates }) => {
  const { tf, study, env, made, assistant, rng } = await subjectOf(load)
  const module = await load<typeof import('../../../../agents/ppo.ts')>('agents/ppo')
  const network = made()
  const trajectories = await rolledOut(load, network, assistant, study, env)
  const config = adapted.ppoConfig(module, { ...study.settings.compete, warmup: 0 })
  const options = { network, reference: made(), evidence: assistant, trainable: 'full' as const, config }
  const learner = module.createPpo({ ...options, rng: rng.fork('ppo') })
  const hooks = hooked ? { losses: nearness(tf) } : {}
  return () => {
    const watch = stopwatch()
    for (let update = 0; update < updates; update++) learner.update(trajectories, hooks)
    return { [row]: each(watch(), updates, 1000) }
  }
}

/** The loss of the intervention kl, read as it reads it. */
const nearness =
  (tf: typeof import('../../../../agents/backend.ts').tf): NonNullable<UpdateHooks['losses']> =>
  ({ logPolicy, reference, mask, weight }) => {
    const rows = tf.sum(tf.mul(tf.mul(tf.exp(logPolicy), mask), tf.sub(logPolicy, reference)), 1)
    const divergence = tf.div(tf.sum(tf.mul(rows, weight)), tf.maximum(tf.sum(weight), 1))
    divergence.dataSync()
    return [tf.mul(divergence, 0.1)] as never
  }

/** The focal seat's decisions in the matches of one update. */
async function rolledOut(load: Load, network: any, assistant: any, study: any, env: any): Promise<Trajectory[]> {
  const { actor, drawMind, posteriorOf } = await load<typeof import('../../../../agents/actor.ts')>('agents/actor')
  const { play } = await load<typeof import('../../../play/rollout.ts')>('arena/play/rollout')
  const { createWorld } = await load<typeof import('../../../play/world.ts')>('arena/play/world')
  const { pair, writerPanel } = await load<typeof import('../../../play/panel.ts')>('arena/play/panel')
  const { blockOf } = await load<typeof import('../../../../agents/layout.ts')>('agents/layout')
  const { createRng } = await load<typeof import('../../../../envs/random.ts')>('envs/random')
  const rng = createRng('rollout')
  const posterior = posteriorOf(network, assistant)
  const agent = actor({ id: 'focal', network, mind: (source) => drawMind(posterior, 'neutral', source) })
  const panel = { writers: writerPanel(study.settings.compete.writers, rng.fork('panel')) }
  const pairings = pair(agent, panel, env.seats, study.settings.compete.episodes, rng)
  // 0.1 asked for the focal seat beside the pairings.
  const played = play(createWorld(env), pairings, { focal: (match: number) => match % env.seats } as never)
  const { firstRow } = blockOf(network.spec.layout, env.id)
  return played.map(({ steps, memory }) => {
    const { set, noise } = memory as { set: number; noise: Float32Array }
    const transitions = steps.map(({ action, reward, trace }) => {
      const { input, mask, logProbability, value } = trace as NonNullable<typeof trace>
      return { input, mask, action: firstRow + action, logProbability, value, reward }
    })
    return { transitions, set, noise, weight: 1 }
  })
}

/** Policies of the assistant's minds on the battery, in all contexts. */
export const responses: Program = async (load, { row, times }) => {
  const { study, env, battery, made, assistant, rng } = await subjectOf(load)
  const { respond } = await load<typeof import('../../../measure/reading.ts')>('arena/measure/reading')
  const { drawMind, posteriorOf } = await load<typeof import('../../../../agents/actor.ts')>('agents/actor')
  const network = made()
  const posterior = posteriorOf(network, assistant)
  const minds = Array.from({ length: study.settings.measure.minds }, () => drawMind(posterior, 'neutral', rng).m)
  return () => {
    const watch = stopwatch()
    for (let time = 0; time < times; time++) respond(network, battery, env.id, minds)
    return { [row]: each(watch(), times, 1000) }
  }
}
