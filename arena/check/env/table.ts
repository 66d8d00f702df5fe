import { difference } from '../../engine/compare.ts'
import { act, deciding, legalMask, seenBy } from '../../play/seats.ts'
import { broken, type Check } from '../define.ts'
import { type Moment, moments } from './moments.ts'
import { read } from './reading.ts'
import { begin, situations, stage, usual, where } from './scene.ts'
import { type EnvSubject, paramsOf } from './subject.ts'

const declared: Check<EnvSubject> = {
  name: 'declared',
  claim:
    'Id, version and summary are given, the default params parse and survive JSON, sizes are whole and positive, and a game object is not shared between two envs.',
  run({ plugin }) {
    const { id, version, summary } = plugin.spec
    if (!/^[a-z][a-z0-9-]*$/.test(id)) broken('an id in kebab-case', JSON.stringify(id))
    if (!Number.isInteger(version) || version < 1) broken('a whole version from 1', String(version))
    if (summary.trim() === '') broken('a summary', 'none')
    for (const params of paramsOf(plugin)) expectSizes(plugin(params))
    const [one, other] = [plugin(), plugin()]
    if (one.game === other.game)
      broken('a game of its own for every env, as game: () => ({ ...MyGame })', 'one shared object')
  },
}

function expectSizes(env: Moment['env']): void {
  const lost = difference(env.params, JSON.parse(JSON.stringify(env.params)), 'params')
  if (lost) broken('params that survive JSON', lost)
  for (const key of ['seats', 'observationSize', 'bound'] as const)
    if (!Number.isInteger(env[key]) || env[key] < 1) broken(`a whole positive ${key}`, String(env[key]))
}

const actions: Check<EnvSubject> = {
  name: 'actions',
  claim:
    'The action table is fixed: the same entries in the same places every time and at every end of the params, one label each, and args that survive JSON.',
  run({ plugin }) {
    const table = plugin().actions
    const lost = difference(table, JSON.parse(JSON.stringify(table)), 'actions')
    if (lost) broken('actions that survive JSON', lost)
    const labels = table.map(({ label }) => label)
    const twice = labels.find((label, i) => label === '' || labels.indexOf(label) !== i)
    if (twice !== undefined) broken('a label of its own for every action', `${JSON.stringify(twice)} twice`)
    for (const params of [{}, ...paramsOf(plugin)]) {
      const moved = difference(table, plugin(params).actions, 'actions')
      if (moved) broken('the same action table every time', `${moved} (params ${JSON.stringify(params)})`)
    }
  },
}

const reserved: Check<EnvSubject> = {
  name: 'reserved',
  claim:
    '`report` and `abstain` belong to the arena: a train env ends its table with them, no game has such moves, they are illegal unless opened, `report` then changes only who has reported, and `abstain` does what the neutral action does.',
  needs: ['repeats', 'accepts'],
  run(subject) {
    const { kind, affordances } = subject.plugin.spec
    const { actions, report } = subject.plugin()
    const own = actions.slice(0, kind === 'train' ? -2 : undefined)
    const taken = own.find(({ move, label }) => RESERVED.includes(move) || RESERVED.includes(label))
    if (taken) broken('an action table without report and abstain of its own', `${taken.label} by ${taken.move}`)
    for (const scene of usual(subject, 4))
      for (const moment of moments(scene)) {
        const open = scene.game !== scene.env.game && affordances !== undefined
        if (kind === 'train' && !open && (moment.mask[report] || moment.mask[report + 1]))
          broken('report and abstain to be illegal unless opened', `legal (${where(scene)})`)
        if (open) expectAffordances(moment)
      }
  },
}
const RESERVED: readonly string[] = ['report', 'abstain']

function expectAffordances({ scene, env, match, seat, seen, mask }: Moment): void {
  const stage = seen.stage ?? ''
  if (mask[env.report]) {
    const { G: before } = structuredClone(match.state())
    const filed = match.clone()
    act(env, filed, seat, env.report)
    const changed = difference({ ...before, $arena: 0 }, { ...filed.G, $arena: 0 }, 'G')
    if (changed) broken('a report that changes nothing else', `${changed} (${where(scene)})`)
    if (!deciding(env, filed).includes(seat) || legalMask(env, seenBy(filed, seat))[env.report])
      broken('a seat that has reported to decide still, and to report no more', `otherwise (${where(scene)})`)
  }
  const neutral = env.actions.findIndex(({ label }) => label === env.affordances?.neutral[stage])
  if (neutral < 0 || !mask[env.abstain]) return
  const [abstained, played] = [match.clone(), match.clone()]
  act(env, abstained, seat, env.abstain)
  act(env, played, seat, neutral)
  const differs = difference(played.state(), abstained.state(), 'state')
  if (differs) broken(`abstain to do what ${env.actions[neutral].label} does`, `${differs} (${where(scene)})`)
}

const text: Check<EnvSubject> = {
  name: 'text',
  claim:
    'A description, where the env gives one, is a text at every decision, the same every time; so is one in other words.',
  run(subject) {
    if (!subject.plugin.spec.describe) return 'holds of itself: the env describes nothing'
    for (const scene of situations(subject, 2))
      for (const { env, seen } of moments(scene))
        for (const said of [env.describe(seen), env.rephrase(seen)] as unknown[]) {
          if (typeof said !== 'string' || said.trim() === '')
            broken('a text', `${JSON.stringify(said)} (${where(scene)})`)
          const odd = /undefined|NaN|\[object/.exec(said)
          if (odd) broken('a text for people', `${odd[0]} in ${JSON.stringify(said)} (${where(scene)})`)
        }
  },
}

const rules: Check<EnvSubject> = {
  name: 'rules',
  claim:
    'Rules, where the env gives them, are a text for each range of the params, the same every time. The line says where they are missing.',
  run({ plugin }) {
    if (!plugin.spec.rules) return 'holds of itself: no rules; with them people and language models could play'
    for (const params of paramsOf(plugin)) {
      const said: unknown = plugin(params).rules
      if (typeof said !== 'string' || said.trim() === '') broken('a text', JSON.stringify(said))
      const odd = /.{0,40}(?:undefined|NaN|\[object).{0,40}/.exec(said)
      if (odd) broken('rules for people', JSON.stringify(odd[0]))
      if (plugin(params).rules !== said) broken('the same rules for the same params', 'others')
    }
  },
}

const items: Check<EnvSubject> = {
  name: 'items',
  claim:
    'An eval env has items, `setupData: { item }` selects each of them, and no two look the same to the seat that decides.',
  run(subject) {
    const { kind, items: count = 0 } = subject.plugin.spec
    if (kind === 'train') return 'holds of itself: a train env'
    if (count < 1) broken('an eval env with items', String(count))
    const looks = new Map<string, number>()
    for (let item = 0; item < count; item++) {
      const first = lookAt(subject, 'a', item)
      if (first !== lookAt(subject, 'b', item)) broken(`item ${item} to look the same from every seed`, 'two looks')
      const twin = looks.get(first)
      if (twin !== undefined) broken('items that look different', `${twin} and ${item} alike`)
      looks.set(first, item)
    }
  },
}

function lookAt(subject: EnvSubject, seed: string, item: number): string {
  const scene = stage(subject, { seed, setupData: { item } })
  const match = begin(scene)
  return JSON.stringify(deciding(scene.env, match).map((seat) => read(scene.env, seenBy(match, seat)).observation))
}

export const TABLE: readonly Check<EnvSubject>[] = [declared, actions, reserved, text, rules, items]
