import { tf } from '../../../agents/backend.ts'
import { Fault } from '../../../envs/fault.ts'
import type { Touch } from '../../../interventions/define.ts'
import { messageOf } from '../../refusal/errors.ts'
import { collected, GIVEN, type Rig } from './rig.ts'

/** One call of a hook: what it was given, before and after, and what it returned; tensors as numbers. */
export interface Call {
  readonly hook: Touch
  readonly before: unknown
  readonly after: unknown
  readonly returned: unknown
  /** The returned value itself where it is a promise: tidy would keep the tensors of any other. */
  readonly raw: unknown
}

/** Announces a rollout and calls every hook twice, as a trial would. */
export function exercise(rig: Rig): Call[] {
  return [0, 1].flatMap(() => {
    rig.emit(collected())
    return hooksOf(rig).map((hook) => call(rig, hook))
  })
}

export const hooksOf = ({ hooks }: Rig): Touch[] =>
  Object.keys(hooks).filter((hook): hook is Touch => Object.hasOwn(GIVEN, hook))

function call(rig: Rig, hook: Touch): Call {
  return tf.tidy(() => {
    const given = GIVEN[hook](rig)
    const before = plain(given)
    const raw = naming(hook, () => (rig.hooks[hook] as (...args: unknown[]) => unknown)(...given))
    const call = {
      hook,
      before,
      after: plain(given),
      returned: plain(raw),
      raw: raw instanceof Promise ? raw : undefined,
    }
    return call as Call & tf.TensorContainerObject
  })
}

/** What it throws says whose it is: tfjs names an op alone. */
function naming<T>(hook: Touch, run: () => T): T {
  try {
    return run()
  } catch (error) {
    throw new Fault('METTLE_HOOK', `hook ${hook} threw: ${messageOf(error)}`, { cause: error })
  }
}

/** Data as plain trees that can be compared; functions stand for themselves. */
export function plain(value: unknown): unknown {
  if (isTensor(value))
    return value.isDisposed ? 'a disposed tensor' : { shape: [...value.shape], data: [...value.dataSync()] }
  if (ArrayBuffer.isView(value)) return [...(value as Float32Array)]
  if (Array.isArray(value)) return value.map(plain)
  if (typeof value !== 'object' || value === null || value instanceof Promise) return value
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, plain(part)]))
}

export const isTensor = (value: unknown): value is tf.Tensor => value instanceof tf.Tensor
