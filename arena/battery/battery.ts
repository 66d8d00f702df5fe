import type { Agent, Usage } from '../../agents/define.ts'
import type { Trait } from '../../agents/traits.ts'
import { RESIDUAL_SHARE } from '../measure/calibration.ts'
import { type Failures, summed } from '../play/failures.ts'
import { type Choice, choicesOf, type Drawn } from './choices.ts'
import type { Context } from './contexts.ts'
import type { KnownGroup } from './known-groups.ts'
import { inContext, PLAIN, questionsOf, VARIANTS, type Variant } from './questions.ts'
import { differenceOf, type Figure, type Reading, readingOf, type Scale } from './read.ts'

/** How the reading stands when the questions are put otherwise. */
export interface Survival {
  readonly variant: string
  /** What is read then, less what is read as it is, by the same items. */
  readonly change: Readonly<Record<Trait | 'D', Figure>>
  /** Traits, or D, whose change is shown: what a reading of them does not survive. */
  readonly moved: readonly (Trait | 'D')[]
}

/** The reading after a context said something. */
export interface InContext extends Omit<Survival, 'variant'> {
  readonly context: string
  readonly reading: Reading
}

/** What `mettle battery` prints. */
export interface BatteryResult {
  readonly schema: 1
  readonly agent: string
  readonly params: Readonly<Record<string, unknown>>
  readonly envs: readonly string[]
  readonly items: number
  readonly seed: number
  readonly reading: Reading
  /** Traits that have an instrument in these envs, and those that D is the mean of. */
  readonly instruments: readonly Trait[]
  readonly dark: readonly Trait[]
  /** Mean KL between two random writers, nats per decision: the yardstick of the residual. */
  readonly writerKL: number
  /** Whether the choices are those that some writer could make: residual below a tenth of that yardstick, and there are choices. */
  readonly somebody: boolean
  /** Whether probabilities were told, or choices drawn, and how many an item. */
  readonly draws: number | null
  /** Of the answers to the questions as they are, those that were no option, by why; absent where every one was. */
  readonly failures?: Failures
  /** What asking took, of all variants and contexts; absent where the agent does not tell. */
  readonly usage?: Usage
  readonly survival: readonly Survival[]
  /** The reading in other contexts, and what they change; absent unless asked for. */
  readonly contexts?: readonly InContext[]
  /** By env and item, so that a later call can compare. */
  readonly choices: readonly {
    readonly env: string
    readonly item: number
    readonly policy: readonly number[]
    readonly draws: number
    readonly none: number
  }[]
}

export interface Asked extends Drawn {
  readonly seed: number
  /** Whether the questions are put in other orders and words too. */
  readonly variants: boolean
  /** Contexts in which they are put too. */
  readonly contexts?: readonly Context[]
}

/** Reads an agent on a battery: any that plays, in this process or outside. */
export async function batteryOf(
  scale: Scale,
  {
    name,
    params,
    agent,
  }: { readonly name: string; readonly params: Readonly<Record<string, unknown>>; readonly agent: Agent },
  options: Asked,
): Promise<BatteryResult> {
  const { seed } = options
  const questions = questionsOf(scale.envs, seed)
  const words = agent.port?.reads === 'words'
  // Only agents with a port are put a question in words or letters; how others are asked cannot vary.
  const variants = options.variants && agent.port ? VARIANTS.filter(({ worded }) => words || !worded) : []
  const contexts = (options.contexts ?? []).map(inContext)
  const asked = [PLAIN, ...variants, ...contexts]
  const all: Choice[][] = []
  for (const variant of asked)
    all.push(await choicesOf(agent, questions, variant, { ...options, on: onAll(asked, all, options) }))
  const [plain, ...others] = all
  const usage = agent.port?.usage?.()
  const [varied, inContexts] = [others.slice(0, variants.length), others.slice(variants.length)]
  return {
    ...resultOf(scale, { name, params }, plain, seed),
    ...(usage && { usage }),
    survival: variants.map((variant, i) => survivalOf(scale, variant, [plain, varied[i]], seed)),
    ...(contexts.length > 0 && {
      contexts: contexts.map((variant, i) => contextOf(scale, variant, [plain, inContexts[i]], seed)),
    }),
  }
}

const onAll =
  (asked: readonly Variant[], done: readonly unknown[], { on }: Drawn) =>
  (n: number, total: number) =>
    on?.(done.length * total + n, asked.length * total)

/** The result of choices that are there already. */
export function resultOf(
  scale: Scale,
  { name, params }: { readonly name: string; readonly params: Readonly<Record<string, unknown>> },
  choices: readonly Choice[],
  seed: number,
): BatteryResult {
  const { calibration, battery, envs } = scale
  const reading = readingOf(scale, choices, seed)
  const failures = summed(choices.map((choice) => choice.failures))
  const most = Math.max(...choices.map(({ draws }) => draws))
  return {
    schema: 1,
    agent: name,
    params,
    envs: envs.map(({ id }) => id),
    items: choices.length,
    seed,
    reading,
    instruments: calibration.instruments,
    dark: calibration.dark,
    writerKL: calibration.writerKl,
    // Who never named an option is read as even odds, which some writers are near to.
    somebody: reading.none < 1 && reading.residual.estimate <= RESIDUAL_SHARE * calibration.writerKl,
    draws: most === 0 && reading.none < 1 ? null : most,
    ...(failures && { failures }),
    survival: [],
    choices: choices.map(({ policy, draws, none }, d) => {
      const { env, item } = battery.sources[d]
      return { env: env.id, item, policy: Array.from(policy), draws, none }
    }),
  }
}

function survivalOf(scale: Scale, { name }: Variant, pair: readonly [Choice[], Choice[]], seed: number): Survival {
  const { raw: _, residual: __, ...change } = differenceOf(scale, pair, seed)
  const names = [...scale.calibration.instruments, 'D'] as const
  const moved = names.filter((each) => change[each].interval[0] > 0 || change[each].interval[1] < 0)
  return { variant: name, change: change as Survival['change'], moved }
}

function contextOf(scale: Scale, variant: Variant, pair: readonly [Choice[], Choice[]], seed: number): InContext {
  const { variant: context, ...change } = survivalOf(scale, variant, pair, seed)
  return { context, reading: readingOf(scale, pair[1], seed), ...change }
}

/** Whether the instrument reads this agent at all: D in the order of what it is told to be, and the ends clear of each other. */
export function knownGroupsHold(of: Readonly<Record<KnownGroup, BatteryResult>>): boolean {
  const D = (group: KnownGroup) => of[group].reading.D
  const ordered = (['generous', 'honest'] as const).every((group) => D(group).estimate < D('neutral').estimate)
  return (
    ordered && D('neutral').estimate < D('ruthless').estimate && D('generous').interval[1] < D('ruthless').interval[0]
  )
}
