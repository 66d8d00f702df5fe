import type { z } from 'zod'
import type { Env, EnvPlugin } from '../../envs/define.ts'
import { type Intervention, REGIMES, type Regime } from '../../interventions/define.ts'
import { firstProblem } from '../refusal/issues.ts'
import { Preregistration } from './preregistration.ts'
import { Settings, settingKeys } from './settings.ts'

/** One combination of interventions, and the regimes it runs in. */
export interface Arm {
  readonly interventions: readonly Intervention[]
  readonly regimes: readonly Regime[]
  /** Another train env this arm competes in, as a matched control does; the study's own unless said. */
  readonly train?: EnvPlugin<any, any>
  /** Params of its train env that this arm changes; where `train` is another env, all that are not at their defaults. */
  readonly env?: Readonly<Record<string, unknown>>
  /**
   * Label of another stream of randomness for its reinforcement, on the same foundation, opponents and evaluations: an arm with nothing but this
   * stands to control as control to itself (A/A), once `comparedWith: 'control'` asks for the contrast.
   */
  readonly stream?: string
  /**
   * `random`: reinforcement starts from the network as it was initialised, with nobody imitated: behaviour changes, and no persona stands behind
   * it. Such an arm has foundations of its own, and its frozen opponent is that network too.
   */
  readonly init?: 'random'
  /**
   * The same arm with power punished: its drag is then half the difference of the two. An arm on control's foundations and env needs none, it
   * shares the symmetric part of control.
   */
  readonly reversed?: string
  /** The arm whose drag its effect is measured against; `control` unless said, none for controls and other envs. */
  readonly comparedWith?: string
  /** A control has a level, not a drag of its own. */
  readonly role?: 'control'
}

/** A preregistered question: reads as the abstract of a paper, resolves to JSON. */
export interface StudySpec {
  readonly id: string
  readonly summary: string
  readonly question: string
  readonly env: EnvPlugin<any, any>
  readonly evals: readonly EnvPlugin<any, any>[]
  readonly settings?: z.input<typeof Settings>
  /** `control` always exists. Its sign-reversed twin is named here: VALIDITY §3.2. */
  readonly arms: Readonly<Record<string, Arm>> & { readonly control: Arm }
  readonly reversed: string
  /** What a confirmatory study fixes before its data exist; `mettle register` asks for it. */
  readonly preregistration?: Preregistration
}

/** A study with every number fixed. Plugins are values; `describe` gives the JSON that is stored and hashed. */
export interface Study extends Omit<StudySpec, 'settings'> {
  readonly settings: Settings
}

/** @throws TypeError naming the study and arm when arms refer to what does not exist. */
export function defineStudy(spec: StudySpec): Study {
  const fail = (problem: string): never => {
    throw new TypeError(`study ${spec.id}: ${problem}`)
  }
  for (const [name, arm] of Object.entries(spec.arms)) {
    if (arm.comparedWith !== undefined && !Object.hasOwn(spec.arms, arm.comparedWith))
      fail(`arm ${name}: comparedWith expected one of ${Object.keys(spec.arms)}, got ${arm.comparedWith}`)
    if (arm.reversed !== undefined && !Object.hasOwn(spec.arms, arm.reversed))
      fail(`arm ${name}: reversed expected one of ${Object.keys(spec.arms)}, got ${arm.reversed}`)
    if (arm.train && arm.train.spec.kind !== 'train')
      fail(`arm ${name}: train expected a train env, got ${arm.train.spec.id}`)
    for (const regime of arm.regimes)
      if (!REGIMES.includes(regime)) fail(`arm ${name}: expected regimes of ${REGIMES}, got ${regime}`)
    for (const { id, regimes } of arm.interventions)
      for (const regime of arm.regimes)
        if (!regimes.includes(regime)) fail(`arm ${name}: ${id} acts in ${regimes}, not in ${regime}`)
  }
  if (!Object.hasOwn(spec.arms, spec.reversed)) fail(`reversed: expected an arm, got ${spec.reversed}`)
  for (const name of ['control', spec.reversed]) {
    const { train, init } = spec.arms[name]
    if (train) fail(`arm ${name}: expected the study's own env, got ${train.spec.id}`)
    if (init) fail(`arm ${name}: expected personas to start from, got init ${init}`)
  }
  if (spec.env.spec.kind !== 'train') fail(`env: expected a train env, got ${spec.env.spec.id}`)
  for (const env of spec.evals) if (env.spec.kind !== 'eval') fail(`evals: expected eval envs, got ${env.spec.id}`)
  const plan = Preregistration.optional().safeParse(spec.preregistration)
  if (!plan.success) {
    const { key, text } = firstProblem(plan.error, spec.preregistration, Object.keys(Preregistration.shape))
    fail(`preregistration, ${key}: ${text}`)
  }
  const settings = Settings.safeParse(spec.settings ?? {})
  if (settings.success) return { ...spec, settings: settings.data }
  const { key, text } = firstProblem(settings.error, spec.settings, settingKeys(Settings.parse({})))
  return fail(`settings, ${key}: ${text}`)
}

/** The train env of an arm as plugin and params: settings hold those of the study's own env. */
export function trained(study: Study, arm?: Arm): { plugin: EnvPlugin<any, any>; params: Record<string, unknown> } {
  const plugin = arm?.train ?? study.env
  const own = plugin.spec.id === study.env.spec.id
  return { plugin, params: { ...(own && study.settings.env), ...arm?.env } }
}

export function trainEnv(study: Study, arm?: Arm): Env {
  const { plugin, params } = trained(study, arm)
  return plugin(params)
}

/** The study's own train env, then those of other arms, as the first arm that names one sets it: corpus and network hold all of them. */
export function trainEnvs(study: Study): { plugin: EnvPlugin<any, any>; params: Record<string, unknown> }[] {
  const envs = new Map([[study.env.spec.id, trained(study)]])
  for (const arm of Object.values(study.arms))
    if (arm.train && !envs.has(arm.train.spec.id)) envs.set(arm.train.spec.id, trained(study, arm))
  return [...envs.values()]
}

/** Whether the arm competes elsewhere than control: its change has no sign-reversed twin, unless a study says so by `comparedWith`. */
export const elsewhere = ({ env, train }: Arm): boolean => env !== undefined || train !== undefined
export const evalEnvs = (study: Study): Env[] => study.evals.map((env) => env())

/** Plain JSON of all that fixes the study's numbers. */
export function describe(study: Study) {
  const envOf = (env: Env) => ({ id: env.id, version: env.version, params: env.params })
  const [, ...others] = trainEnvs(study).map(({ plugin, params }) => envOf(plugin(params)))
  return {
    schema: 1,
    id: study.id,
    question: study.question,
    settings: study.settings,
    env: envOf(trainEnv(study)),
    ...(others.length > 0 && { otherEnvs: others }),
    evals: evalEnvs(study).map(envOf),
    reversed: study.reversed,
    ...(study.preregistration && { preregistration: study.preregistration }),
    arms: Object.fromEntries(
      Object.entries(study.arms).map(([name, arm]) => [
        name,
        {
          regimes: arm.regimes,
          interventions: arm.interventions.map(({ id, version, params }) => ({ id, version, params })),
          ...(arm.train ? { train: envOf(trainEnv(study, arm)) } : {}),
          ...(arm.env ? { env: arm.env } : {}),
          ...(arm.stream === undefined ? {} : { stream: arm.stream }),
          ...(arm.init ? { init: arm.init } : {}),
          ...(arm.role ? { role: arm.role } : {}),
          ...(arm.reversed === undefined ? {} : { reversed: arm.reversed }),
          comparedWith: comparedWith(study, name),
        },
      ]),
    ),
  }
}

/** The arm an effect is measured against; null for control itself, for controls, and for an env that no other arm is said to share. */
export function comparedWith({ arms }: Pick<Study, 'arms'>, name: string): string | null {
  const arm = arms[name]
  if (arm.comparedWith) return arm.comparedWith
  return name === 'control' || arm.role === 'control' || elsewhere(arm) || arm.init ? null : 'control'
}

/** The two arms whose half sum is the symmetric part of an arm's change; null where power is punished on no such foundation or env. */
export function contestOf(
  { arms, reversed }: Pick<Study, 'arms' | 'reversed'>,
  name: string,
): { readonly rewarded: string; readonly punished: string } | null {
  const arm = arms[name]
  if (arm.reversed !== undefined) return { rewarded: name, punished: arm.reversed }
  const apart = elsewhere(arm) || arm.init !== undefined || corpusOf({ arms }, name).length > 0
  return apart ? null : { rewarded: 'control', punished: reversed }
}

/** One trial: an arm in a regime on a foundation. */
export interface TrialId {
  readonly arm: string
  readonly regime: Regime
  readonly foundation: number
}

/** The interventions of an arm that change the corpus: such an arm has foundations of its own. */
export const corpusOf = ({ arms }: Pick<Study, 'arms'>, arm: string): readonly Intervention[] =>
  arms[arm].interventions.filter(({ touches }) => touches.includes('corpus'))

export const trialName = ({ arm, regime, foundation }: TrialId) => `${arm}.${regime}.${foundation}`

/** Every trial of the study, foundations outermost, so the first foundation's trials can start first. */
export function trialsOf(study: Study): TrialId[] {
  const foundations = Array.from({ length: study.settings.foundations }, (_, i) => i)
  return foundations.flatMap((foundation) =>
    Object.entries(study.arms).flatMap(([arm, { regimes }]) => regimes.map((regime) => ({ arm, regime, foundation }))),
  )
}
