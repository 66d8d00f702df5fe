import { loadBackend, tf } from '../../../agents/backend.ts'
import { type Intervention, type Phase, REGIMES, type Touch } from '../../../interventions/define.ts'
import { difference } from '../../engine/compare.ts'
import { settled as told } from '../../trial/stream.ts'
import { broken, type Check } from '../define.ts'
import { type Call, exercise, plain } from './exercise.ts'
import { collected, GIVEN, rig } from './rig.ts'
import type { InterventionSubject } from './subject.ts'

const PHASES: readonly Phase[] = ['imitate', 'narrow', 'compete', 'test']

const declared: Check<InterventionSubject> = {
  name: 'declared',
  claim:
    'Id, version and summary are given, regimes, touches and phases are known and each named once, and default, identity and twin params parse and survive JSON.',
  run({ plugin }) {
    const { id, version, summary, touches, activeIn, identity } = plugin.spec
    if (!/^[a-z][a-z0-9-]*$/.test(id)) broken('an id in kebab-case', JSON.stringify(id))
    if (!Number.isInteger(version) || version < 1) broken('a whole version from 1', String(version))
    if (summary.trim() === '') broken('a summary', 'none')
    expectKnown('regimes', plugin().regimes, REGIMES)
    expectKnown('touches', touches, Object.keys(GIVEN))
    expectKnown('activeIn', activeIn, PHASES)
    for (const { params } of [plugin(), plugin(identity), plugin().twin?.() ?? plugin()]) {
      const lost = difference(params, JSON.parse(JSON.stringify(params)), 'params')
      if (lost) broken('params that survive JSON', lost)
    }
  },
}

function expectKnown(field: string, names: readonly string[], known: readonly string[]): void {
  const odd = names.find((name, i) => !known.includes(name) || names.indexOf(name) !== i)
  if (odd !== undefined || names.length === 0) broken(`${field} among ${known.join(', ')}`, odd ?? 'none')
}

const hooks: Check<InterventionSubject> = {
  name: 'hooks',
  claim: 'With the default params, setup returns exactly the hooks that are declared as touched, and perhaps dispose.',
  async run({ plugin }) {
    await loadBackend('wasm')
    const returned: object = settled(rig(plugin()).hooks)
    const names = Object.keys(returned).filter((name) => name !== 'dispose')
    const { touches } = plugin.spec
    if ([...names].sort().join() !== [...touches].sort().join()) broken(`the hooks ${touches}`, names.join() || 'none')
    const odd = Object.entries(returned).find(([, hook]) => typeof hook !== 'function')
    if (odd) broken(`a function as ${odd[0]}`, typeof odd[1])
  },
}

function settled<T>(value: T): T {
  return value instanceof Promise ? broken('hooks from setup', 'a Promise') : value
}

const synchronous: Check<InterventionSubject> = {
  name: 'synchronous',
  claim:
    'Every hook returns a value synchronously, with the default and with the identity params; only `before` and `between` return none.',
  needs: ['hooks'],
  run({ plugin }) {
    for (const intervention of [plugin(), plugin(plugin.spec.identity)])
      for (const { hook, raw, returned } of exercised(intervention)) {
        if (raw instanceof Promise) broken(`a value from ${hook}`, 'a Promise')
        if (hook !== 'between' && hook !== 'before' && returned === undefined)
          broken(`a value from ${hook}`, 'undefined')
      }
  },
}

function exercised(intervention: Intervention): Call[] {
  const used = rig(intervention)
  try {
    return exercise(used)
  } finally {
    used.hooks.dispose?.()
  }
}

const surfaces: Check<InterventionSubject> = {
  name: 'surfaces',
  claim:
    'A hook acts by what it returns: its arguments, trait vectors and events stay as they were, episodes keep their order and tags, tensors their shapes; what it returns is finite.',
  needs: ['synchronous'],
  run({ plugin }) {
    const used = rig(plugin())
    const vectors = plain(used.vectors)
    for (const { hook, before, after, returned } of exercise(used)) {
      const changed = hook === 'game' ? undefined : difference(before, after, 'argument')
      if (changed) broken(`arguments that ${hook} leaves alone`, changed)
      SHAPES[hook]?.(before, returned)
    }
    const event = collected()
    const shown = plain(event)
    used.emit(event)
    const changed = difference(vectors, plain(used.vectors), 'vectors') ?? difference(shown, plain(event), 'event')
    used.hooks.dispose?.()
    if (changed) broken('shared data that an intervention leaves alone', changed)
  },
}

/** What a returned value must have in common with what was given. */
const SHAPES: Partial<Record<Touch, (given: any, returned: any) => void>> = {
  rewards: ([given], returned) => expectSame('rewards', given.map(lengthOf), returned.map(lengthOf)),
  episodes: ([given], returned) => {
    expectSame('episodes', given.map(fixedOf), returned.map(fixedOf))
    for (const { weight } of returned) if (!(weight >= 0)) broken('weights from 0', String(weight))
  },
  motivation: ([{ shape }], returned) => expectTensor('z from motivation', returned, shape),
  loss: (_, returned) => expectTensor('a loss from loss', returned, []),
  gradients: ([given], returned) => {
    for (const [name, { shape }] of Object.entries(given as Record<string, Plain>))
      expectTensor(`a gradient for ${name} from gradients`, returned[name], shape)
  },
}

const lengthOf = (list: readonly unknown[]) => list.length
const fixedOf = ({ match, tags, rewards }: any) => ({ match, tags, rewards: rewards.length })

/** A tensor as `plain` makes it. */
interface Plain {
  readonly shape: readonly number[]
  readonly data: readonly number[]
}

function expectTensor(what: string, { shape, data }: Partial<Plain> = {}, expected: readonly number[]): void {
  if (String(shape) !== String(expected) || !data)
    broken(`${what} of shape [${expected}]`, shape ? `[${shape}]` : 'no tensor')
  const odd = data.find((value) => !Number.isFinite(value))
  if (odd !== undefined) broken(`${what} that is finite`, `${odd} in it`)
}

function expectSame(what: string, given: unknown, returned: unknown): void {
  const differs = difference(given, returned, what)
  if (differs) broken(`${what} of the shape that was given`, differs)
}

const disposes: Check<InterventionSubject> = {
  name: 'disposes',
  claim: 'After dispose no subscription to events$ is open and no tensor is left.',
  needs: ['synchronous'],
  run({ plugin }) {
    for (const intervention of [plugin(), plugin(plugin.spec.identity)]) {
      const tensors = tf.memory().numTensors
      const used = rig(intervention)
      exercise(used)
      used.hooks.dispose?.()
      if (used.live() > 0) broken('no live subscription after dispose', String(used.live()))
      const left = tf.memory().numTensors - tensors
      if (left > 0) broken('no tensor after dispose', String(left))
    }
  },
}

const draws: Check<InterventionSubject> = {
  name: 'draws',
  claim:
    'All randomness comes from the rng that setup is given: set up twice from one seed, hooks return the same and measure the same.',
  needs: ['synchronous'],
  run({ plugin }) {
    const [once, again] = [0, 1].map(() => {
      const used = rig(plugin())
      const calls = exercise(used).map(({ hook, returned }) => ({ hook, returned: hook === 'game' ? 0 : returned }))
      used.hooks.dispose?.()
      return { calls, measured: plain(used.measured) }
    })
    const differs = difference(once, again, 'twice')
    if (differs) broken('the same from the same seed', differs)
  },
}

const observes: Check<InterventionSubject> = {
  name: 'observes',
  claim: 'Observers of events$ take every event without an error: one that throws fails its trial.',
  needs: ['synchronous'],
  async run({ plugin }) {
    const used = rig(plugin())
    exercise(used)
    await told()
    used.hooks.dispose?.()
    if (used.failures.length > 0) broken('observers that take every event', used.failures[0])
  },
}

export const HOOKS: readonly Check<InterventionSubject>[] = [
  declared,
  hooks,
  synchronous,
  surfaces,
  disposes,
  draws,
  observes,
]
