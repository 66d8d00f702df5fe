import { type Options, optionsOf } from '../../agents/compiled/options.ts'
import { type Cue, writeCue } from '../../agents/cues.ts'
import { blockOf, type Layout } from '../../agents/layout.ts'
import type { Loadings } from '../../agents/loadings.ts'
import type { LatentTransform, Network } from '../../agents/network.ts'
import { policiesOf } from '../../agents/policies.ts'
import { EIGHT, type TraitSet } from '../../agents/trait-set.ts'
import type { TraitVector } from '../../agents/traits.ts'
import { choose, type Dilemma, FEATURES, preference } from '../../agents/writers.ts'
import { APPRAISALS, COMMON, DARK_APPRAISALS, type DarkAppraisal, type Env } from '../../envs/define.ts'
import { balance, elicited } from './elicitation.ts'
import { type FitPlan, inverseFit, type Policy, planFit } from './inverse-fit.ts'
import { itemsOf } from './items.ts'

/** Every item of the eval envs, ready for networks and for writers. */
export interface Battery {
  readonly layout: Layout
  /** Where each item comes from. */
  readonly sources: readonly { readonly env: Env; readonly item: number }[]
  readonly dilemmas: readonly Dilemma[]
  /** items × layout.input, neutral cue. */
  readonly inputs: Float32Array
  /** items × layout.actions. */
  readonly masks: Float32Array
  /** The same as lists: the legal actions of each item. */
  readonly options: Options
  readonly firstRows: readonly number[]
  /** How often each item is shown and imitated, relative: such that no trait is hard to see. */
  readonly weights: readonly number[]
  /** Items whose options carry no control: the dark index reads these alone. */
  readonly powerFree: readonly boolean[]
  readonly plan: FitPlan
  /** How traits make writers weigh appraisals: what writers do on the items, and what behaviour is read as. */
  readonly loadings: Loadings
  /** The traits that behaviour is read as. */
  readonly traits: TraitSet
}

export function createBattery(
  layout: Layout,
  evals: readonly Env[],
  loadings?: Loadings,
  traits: TraitSet = EIGHT,
): Battery {
  return batteryBy(layout, evals, loadings ?? traits.loadings.default, traits)
}

function batteryBy(layout: Layout, evals: readonly Env[], loadings: Loadings, traits: TraitSet): Battery {
  const found = evals.flatMap((env) => itemsOf(layout, env).map((each, item) => ({ env, item, ...each })))
  const inputs = new Float32Array(found.length * layout.input)
  const masks = new Float32Array(found.length * layout.actions)
  found.forEach(({ input, mask }, i) => {
    inputs.set(input, i * layout.input)
    masks.set(mask, i * layout.actions)
  })
  const dilemmas = found.map((each) => each.dilemma)
  const shares = balance(
    elicited(
      evals.map((env) => dilemmas.filter((_, d) => found[d].env === env)),
      loadings,
    ),
  )
  return {
    layout,
    sources: found.map(({ env, item }) => ({ env, item })),
    dilemmas,
    inputs,
    masks,
    options: optionsOf(masks, layout.actions),
    firstRows: found.map(({ env }) => blockOf(layout, env.id).firstRow),
    weights: found.map(({ env }) => shares[evals.indexOf(env)] / env.items),
    powerFree: found.map(({ env }) => env.powerFree),
    plan: planFit(dilemmas, loadings),
    loadings,
    traits,
  }
}

/** Expected dark appraisals per power-free item, by name. */
export type Rates = Readonly<Record<DarkAppraisal, number>>

/** The writer nearest to behaviour on some items. */
export interface Fitted {
  /**
   * Agentic traits (PWR and LEAD) from all items, the others from power-free items alone, so that what power does to an act cannot
   * pass for darkness (VALIDITY §3.3), [DIM].
   */
  readonly traits: readonly number[]
  /** Every trait from all items, [DIM]. */
  readonly all: readonly number[]
  /** Mean KL to the writer that is nearest over all items, nats per decision. */
  readonly residual: number
}

/** Behaviour on the battery: exact action probabilities, never sampled plays. */
export interface Revealed extends Fitted {
  /** Mean expected appraisal a power-free item. */
  readonly rates: Rates
  /** Sum of the rates. */
  readonly raw: number
}

/** @param items those that are read, all unless given; where none of them is power-free every trait comes from all */
export function fitted(
  { plan, powerFree, traits: { agentic } }: Pick<Battery, 'plan' | 'powerFree' | 'traits'>,
  policies: readonly Policy[],
  items: readonly number[] = policies.map((_, d) => d),
): Fitted {
  const whole = inverseFit(plan, policies, items)
  const free = items.filter((d) => powerFree[d])
  if (free.length === 0) return { traits: whole.traits, all: whole.traits, residual: whole.residual }
  const passive = inverseFit(plan, policies, free, whole.traits).traits
  const traits = whole.traits.map((value, t) => (agentic[t] ? value : passive[t]))
  return { traits, all: whole.traits, residual: whole.residual }
}

export function reveal(battery: Battery, policies: readonly Policy[]): Revealed {
  const rates = ratesOf(battery, policies)
  return { ...fitted(battery, policies), rates, raw: DARK_APPRAISALS.reduce((sum, name) => sum + rates[name], 0) }
}

export function ratesOf(
  { dilemmas, powerFree }: Pick<Battery, 'dilemmas' | 'powerFree'>,
  policies: readonly Policy[],
): Rates {
  const sums = Object.fromEntries(DARK_APPRAISALS.map((name) => [name, 0])) as Record<DarkAppraisal, number>
  let items = 0
  dilemmas.forEach(({ legal, appraisals }, d) => {
    if (!powerFree[d]) return
    items += 1
    for (const name of DARK_APPRAISALS) {
      const f = APPRAISALS.indexOf(name)
      for (let a = 0; a < legal.length; a++) sums[name] += policies[d][a] * appraisals[a * FEATURES + f]
    }
  })
  return Object.fromEntries(DARK_APPRAISALS.map((name) => [name, sums[name] / items])) as unknown as Rates
}

export function writerPolicies({ dilemmas, loadings }: Battery, traits: TraitVector): Float64Array[] {
  const wants = preference(traits, loadings)
  return dilemmas.map((each) => choose(each, wants))
}

/**
 * The network's policy on every item, averaged over minds: what somebody sees who does not know which m was drawn.
 * @param minds m of each draw, [draws][persona]
 */
export function networkPolicies(
  network: Network,
  battery: Battery,
  minds: readonly Float32Array[],
  cue: Cue,
  motivation?: LatentTransform,
): Float64Array[] {
  const { options } = battery
  const each = policiesOf(network, { input: inputsUnder(battery, cue), options }, minds, motivation)
  return averaged(battery, each)
}

/** Mean of some policies over all options, item by item. */
export function averaged(
  { options: { ends } }: Pick<Battery, 'options'>,
  each: readonly Float64Array[],
): Float64Array[] {
  return Array.from({ length: ends.length - 1 }, (_, d) => {
    const out = new Float64Array(ends[d + 1] - ends[d])
    for (const policy of each) for (let a = 0; a < out.length; a++) out[a] += policy[ends[d] + a] / each.length
    return out
  })
}

/** The inputs of some items under the neutral cue, [items × layout.input]. */
export function inputsOf({ inputs, layout }: Battery, items: readonly number[]): Float32Array {
  const out = new Float32Array(items.length * layout.input)
  items.forEach((d, i) => void out.set(inputs.subarray(d * layout.input, (d + 1) * layout.input), i * layout.input))
  return out
}

/** The items' inputs under a cue, [items × layout.input]. */
export function inputsUnder({ inputs, layout, dilemmas }: Battery, cue: Cue): Float32Array {
  if (cue === 'neutral') return inputs
  const recued = inputs.slice()
  for (let d = 0; d < dilemmas.length; d++) writeCue(recued, d * layout.input + layout.adapter + COMMON, cue)
  return recued
}
