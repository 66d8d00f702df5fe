import { z } from 'zod'
import { COMMON, type Env } from '../envs/define.ts'
import type { Rng } from '../envs/random.ts'
import { CUE_WIDTH } from './cues.ts'
import { type Descriptors, describeActions } from './descriptors.ts'
import { actLength, type EvidenceKind } from './evidence.ts'
import { type Layout, layoutOf } from './layout.ts'
import { TOKENS } from './narration.ts'
import { ITEMS_PER_TRAIT } from './questionnaire.ts'
import { DIM } from './traits.ts'

/** Units of each layer, and how the heads score actions. */
export const NetworkSettings = z.strictObject({
  persona: z.int().min(1).max(64).default(8).describe('Numbers in the motivation m and in z, 1 to 64.'),
  adapter: z
    .int()
    .min(1)
    .max(256)
    .default(32)
    .describe('Units that the adapters of all envs write their own observations to, 1 to 256.'),
  trunk: z.int().min(1).max(512).default(64).describe('Units of the trunk, which all envs share, 1 to 512.'),
  bypass: z
    .int()
    .min(0)
    .max(512)
    .default(32)
    .describe('Units of the path from trunk to heads that avoids z, 0 (no such path) to 512.'),
  router: z
    .boolean()
    .default(false)
    .describe(
      'Whether a gate g, learned from the trunk, weighs z by g and the bypass by 1 − g in what the heads read.',
    ),
  head: z.int().min(1).max(512).default(96).describe('Hidden units between z and the scores of actions, 1 to 512.'),
  sharing: z
    .enum(['rows', 'descriptor'])
    .default('rows')
    .describe(
      'How actions are scored: rows gives each action output weights of its own, descriptor scores it by what it is.',
    ),
  narration: z
    .boolean()
    .default(false)
    .describe('Whether agents say something of themselves before they act and act on it, so that both are reinforced.'),
  statedTrains: z
    .boolean()
    .default(false)
    .describe(
      'Whether losses of interventions train the self-report head in compete; no gradient leaves it either way.',
    ),
})
export type NetworkSettings = z.output<typeof NetworkSettings>

type Widths = Omit<NetworkSettings, 'sharing' | 'narration' | 'statedTrains' | 'router'>

/** All that fixes a network's shape; it is stored with every checkpoint. Widths as `NetworkSettings` describes them. */
export interface NetworkSpec extends Readonly<Widths> {
  /** Where each env's observations and actions stand in a row. */
  readonly layout: Layout
  /** What shows the network a persona, and how many numbers a row of such evidence has. */
  readonly evidence: { readonly kind: EvidenceKind; readonly width: number }
  /** Whether a gate weighs z against the bypass; left out, the heads read both whole. */
  readonly router?: boolean
  /** Whether it says something of itself before it acts, and acts on that; left out, it does not. */
  readonly narration?: boolean
  /** Number of traits that it states; left out, eight. */
  readonly traits?: number
  /** What every action is, where actions are scored by that; left out, every action has an output row of its own. */
  readonly descriptors?: Descriptors
}

/** Weights by name, `layer/w` and `layer/b`, each with its shape and its values row by row. */
export type Weights = Readonly<Record<string, { readonly shape: readonly number[]; readonly values: Float32Array }>>

/** The spec of a network for these envs, in this order. */
export function specOf(
  envs: readonly Env[],
  evidence: NetworkSpec['evidence'],
  { sharing, narration, router, statedTrains: _, ...widths }: NetworkSettings,
  traits: number = DIM,
): NetworkSpec {
  const described = sharing === 'descriptor' && { descriptors: describeActions(envs) }
  const parts = { ...(router && { router }), ...(narration && { narration }), ...(traits !== DIM && { traits }) }
  return { layout: layoutOf(envs), evidence, ...widths, ...parts, ...described }
}

/** Items of the questionnaire that a network answers. */
export const itemsOf = ({ traits = DIM }: NetworkSpec): number => traits * ITEMS_PER_TRAIT

/** Hidden units that read each situation–act pair of the evidence. */
export const PAIR_UNITS = 64
/** Hidden units that read the descriptor of each action. */
const DESCRIPTOR_UNITS = 64
/** Numbers of a descriptor that are not 0, about: the fan-in that its initial weights are scaled for. */
const DESCRIPTOR_FAN_IN = 4
/** Typical number of pairs: sums over pairs, and their count, are divided by it so that inputs are about 1 in size. */
export const PAIR_COUNT = 32
/** Scale of the precision that evidence adds to the prior's 1; untrained, a persona's pairs together add about 3. */
export const PRECISION = 4

/** Initial weights: He et al. 2015 for relu layers, small for outputs. The seed of `rng` fixes them. */
export function initialise(spec: NetworkSpec, rng: Rng): Weights {
  const weights: Record<string, { shape: number[]; values: Float32Array }> = {}
  const layer = (name: string, rows: number, columns: number, gain: number, fanIn = rows) => {
    const source = rng.fork(name)
    const sd = gain / Math.sqrt(fanIn)
    weights[`${name}/w`] = {
      shape: [rows, columns],
      values: Float32Array.from({ length: rows * columns }, () => sd * source.normal()),
    }
    weights[`${name}/b`] = { shape: [columns], values: new Float32Array(columns) }
  }
  const he = Math.sqrt(2)
  const { kind, width } = spec.evidence
  if (kind === 'acts') {
    // Most of an act is zeros.
    layer('persona/act', actLength(spec.layout), PAIR_UNITS, he, width)
    layer('persona/pair', PAIR_UNITS, PAIR_UNITS, he)
    layer('persona/pull', PAIR_UNITS, spec.persona, 0.1)
    layer('persona/weight', PAIR_UNITS, spec.persona, 0.1)
  }
  layer('persona/hidden', kind === 'acts' ? PAIR_UNITS + 1 : width, 64, he)
  layer('persona/mean', 64, spec.persona, kind === 'acts' ? 0.1 : 1)
  layer('persona/spread', 64, spec.persona, 0.1)
  layer('adapter', spec.layout.adapter, spec.adapter, 1)
  layer('trunk', spec.adapter + COMMON + CUE_WIDTH, spec.trunk, he)
  layer('z/hidden', spec.trunk + spec.persona, 64, he)
  layer('z/out', 64, spec.persona, 0.1)
  if (spec.bypass > 0) layer('bypass', spec.trunk, spec.bypass, he)
  if (spec.router) layer('router', spec.trunk, 1, 0.1)
  layer('head/hidden', spec.persona + spec.bypass + (spec.narration ? TOKENS.length : 0), spec.head, he)
  if (spec.descriptors) {
    layer('head/descriptor', spec.descriptors.columns.length, DESCRIPTOR_UNITS, he, DESCRIPTOR_FAN_IN)
    layer('head/score', DESCRIPTOR_UNITS, spec.head + 1, 0.1, DESCRIPTOR_UNITS * spec.head)
  } else layer('head/rows', spec.head, spec.layout.actions, 0.1)
  layer('stated/hidden', spec.persona, 32, he)
  layer('stated/out', 32, itemsOf(spec), 0.1)
  if (spec.narration) {
    layer('narration/hidden', spec.persona, 32, he)
    layer('narration/out', 32, TOKENS.length, 0.1)
  }
  layer('critic/hidden', spec.trunk + spec.persona, 32, he)
  layer('critic/out', 32, 1, 0.1)
  return weights
}
