import type { Env } from '../envs/define.ts'
import { ArgumentFault } from '../envs/fault.ts'
import type { Rng } from '../envs/random.ts'
import { type Descriptors, describeActions } from './descriptors.ts'
import { actWidth } from './evidence.ts'
import { layOut, sizeOf } from './layout.ts'
import { initialise, type NetworkSpec, type Weights } from './spec.ts'

/** The weights that read acts as evidence; acts of new envs are never shown, so theirs stay 0. */
const UNREAD = 'persona/act/w'

/** A network with room for more envs. */
export interface Extended {
  readonly spec: NetworkSpec
  readonly weights: Weights
  /** Masks by weight name: 1 where a weight is new, 0 where it is old. Names that hold nothing new are left out. */
  readonly fresh: Weights
}

/**
 * Lays the blocks of new envs behind those of a finished network. Old weights keep their values and their meaning. New
 * ones, which are adapter rows and output rows (or descriptor words that nobody used yet), are drawn from `rng`. Acts of
 * new envs are never shown as evidence: the weights that would read them are 0.
 * @throws ArgumentFault when the network knows one of them already
 */
export function extend(spec: NetworkSpec, weights: Weights, envs: readonly Env[], rng: Rng): Extended {
  const known = spec.layout.envs.map(({ id }) => id)
  const twice = envs.find(({ id }) => known.includes(id))
  if (twice) throw new ArgumentFault(`Expected an env beside those of the network (${known}), got ${twice.id}`)
  const wider = widened(spec, envs)
  const drawn = initialise(wider, rng)
  const firstFlag = spec.layout.adapter - known.length
  const observed = envs.reduce((sum, env) => sum + sizeOf(env).observation, 0)
  // One-hots of the envs stand behind all observations, so they move when observations are added.
  const rowOf = (name: string, row: number) => (name === 'adapter/w' && row >= firstFlag ? row + observed : row)
  const parts = Object.entries(drawn).map(([name, target]) => {
    const drawnAs = name === UNREAD ? { ...target, values: new Float32Array(target.values.length) } : target
    const placed = place(weights[name], drawnAs, (row) => rowOf(name, row))
    return { name, shape: target.shape, ...placed }
  })
  const learns = parts.filter(({ name, mask }) => name !== UNREAD && mask.includes(1))
  return {
    spec: wider,
    weights: Object.fromEntries(parts.map(({ name, shape, values }) => [name, { shape, values }])),
    fresh: Object.fromEntries(learns.map(({ name, shape, mask }) => [name, { shape, values: mask }])),
  }
}

function widened(spec: NetworkSpec, envs: readonly Env[]): NetworkSpec {
  const layout = layOut([...spec.layout.envs, ...envs.map(sizeOf)])
  const { kind, width } = spec.evidence
  return {
    ...spec,
    layout,
    evidence: { kind, width: kind === 'acts' ? actWidth(layout) : width },
    ...(spec.descriptors && { descriptors: joined(spec.descriptors, describeActions(envs)) }),
  }
}

/** Both tables of descriptors over one vocabulary, old words first. */
function joined(old: Descriptors, own: Descriptors): Descriptors {
  const columns = [...old.columns, ...own.columns.filter((word) => !old.columns.includes(word))]
  const spread = ({ columns: words, rows }: Descriptors) => {
    const at = columns.map((word) => words.indexOf(word))
    return rows.map((row) => at.map((i) => (i < 0 ? 0 : row[i])))
  }
  return { columns, rows: [...spread(old), ...spread(own)] }
}

type Matrix = Weights[string]

/** The new matrix or bias with the old one laid into it, and a mask that is 1 where a value is new. */
function place(old: Matrix, target: Matrix, rowOf: (row: number) => number) {
  const values = target.values.slice()
  const mask = new Float32Array(values.length).fill(1)
  const [from, to] = [old.shape, target.shape].map((shape) => shape[shape.length - 1])
  old.values.forEach((value, i) => {
    const at = rowOf(Math.floor(i / from)) * to + (i % from)
    values[at] = value
    mask[at] = 0
  })
  return { values, mask }
}
