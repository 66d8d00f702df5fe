import type { tf } from '../../agents/backend.ts'
import { notFinite } from '../../agents/finite.ts'
import type { TraitVector } from '../../agents/traits.ts'
import { Fault } from '../../envs/fault.ts'
import type { Episode, MotiveSampler, Writers } from '../../interventions/define.ts'

/** What hooks may return: each function gives the value back, or throws a Fault that the pipeline puts a name to. */

export function returned<T>(value: T | undefined): T {
  if (value === undefined)
    throw new Fault('METTLE_HOOK', 'expected a value, got undefined: did the hook forget to return?')
  return value
}

export function same<T>(list: readonly T[], length: number): readonly T[] {
  if (list.length !== length)
    throw new Fault('METTLE_HOOK', `expected ${length} episodes, got ${list.length}: drop one by weight 0`)
  return list
}

/** One reward that is no number would end in every weight, far from the plugin that made it. */
export function finite(rewards: readonly (readonly number[])[]): readonly (readonly number[])[] {
  for (const [episode, own] of rewards.entries())
    for (const reward of own)
      if (!Number.isFinite(reward))
        throw new Fault('METTLE_HOOK', `expected finite rewards, got ${reward} in episode ${episode}`)
  return rewards
}

export function weighed(episodes: readonly Episode[]): readonly Episode[] {
  const bad = (weight: number) => !(Number.isFinite(weight) && weight >= 0)
  for (const { match, weight, decisions = [], rewards } of episodes) {
    const broken = [weight, ...decisions].find(bad)
    if (broken !== undefined)
      throw new Fault('METTLE_HOOK', `expected finite weights from 0, got ${broken} in episode ${match}`)
    if (decisions.length > 0 && decisions.length !== rewards.length)
      throw new Fault(
        'METTLE_HOOK',
        `expected ${rewards.length} weights of decisions, got ${decisions.length} in episode ${match}`,
      )
  }
  finite(episodes.map(({ rewards }) => rewards))
  return episodes
}

/** z as the hook left it: of the same shape, and finite. A head of relu would turn NaN into 0 on wasm. */
export function latent(z: tf.Tensor2D | undefined, before: tf.Tensor2D): tf.Tensor2D {
  const changed = returned(z)
  likeTensor('z', changed, before.shape)
  const broken = notFinite({ z: changed })
  if (broken) throw new Fault('METTLE_HOOK', 'expected a finite z, got NaN or infinity in it')
  return changed
}

/** Tensor ops say no rank, so the type of a loss asks for none. */
export function scalar(loss: tf.Tensor): tf.Scalar {
  likeTensor('a loss', loss, [])
  const [value] = loss.dataSync()
  if (!Number.isFinite(value)) throw new Fault('METTLE_HOOK', `expected a finite loss, got ${value}`)
  return loss as tf.Scalar
}

type Gradients = Readonly<Record<string, tf.Tensor>>

export function likeGradients(gradients: Gradients | undefined, before: Gradients): Gradients {
  const changed = returned(gradients)
  for (const [name, { shape }] of Object.entries(before)) {
    if (!changed[name])
      throw new Fault('METTLE_HOOK', `expected a gradient for ${name}, got none: return zeros to stop it`)
    likeTensor(`a gradient for ${name}`, changed[name], shape)
  }
  const broken = notFinite(Object.fromEntries(Object.keys(before).map((name) => [name, changed[name]])))
  if (broken) throw new Fault('METTLE_HOOK', `expected finite gradients, got NaN or infinity in ${broken}`)
  return changed
}

/** Traits of a persona, as many as there are. */
export function finiteTraits(traits: TraitVector | undefined, before: TraitVector): TraitVector {
  const own = returned(traits)
  if (own.length !== before.length)
    throw new Fault('METTLE_HOOK', `expected ${before.length} traits, got ${own.length}`)
  numbers('the traits of the persona', own)
  return own
}

/** Fewer legal actions, but one at least. */
export function narrowed(mask: Uint8Array | undefined, before: Uint8Array): Uint8Array {
  const own = returned(mask)
  if (own.length !== before.length)
    throw new Fault('METTLE_HOOK', `expected a mask of ${before.length} actions, got ${own.length}`)
  const opened = own.findIndex((open, action) => open > before[action])
  if (opened >= 0) throw new Fault('METTLE_HOOK', `expected legal actions alone, got action ${opened} opened`)
  if (!own.some(Boolean)) throw new Fault('METTLE_HOOK', 'expected one legal action to stay, got none')
  return own
}

function likeTensor(what: string, { shape }: tf.Tensor, expected: readonly number[]): void {
  if (!Array.isArray(shape) || shape.length !== expected.length || expected.some((size, i) => shape[i] !== size))
    throw new Fault('METTLE_HOOK', `expected ${what} of shape [${expected}], got ${shape ? `[${shape}]` : 'no tensor'}`)
}

export function finiteSampler(q: MotiveSampler | undefined): MotiveSampler {
  const sampler = returned(q)
  numbers('the mean of q', sampler.mean)
  for (const row of sampler.covariance) numbers('the covariance of q', row)
  return sampler
}

export function finiteWriters(writers: Writers): Writers {
  numbers('the mean of the population', writers.mean)
  for (const row of writers.factor) numbers('the factor of the population', row)
  for (const { weight, mean } of writers.clusters ?? []) numbers('the clusters of the population', [weight, ...mean])
  numbers('cueStrength', [writers.cueStrength])
  return writers
}

function numbers(what: string, values: ArrayLike<number>): void {
  const broken = Array.from(values).find((value) => !Number.isFinite(value))
  if (broken !== undefined) throw new Fault('METTLE_HOOK', `expected ${what} of finite numbers, got ${broken}`)
}
