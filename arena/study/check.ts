import { traitSetOf } from '../../agents/trait-set.ts'
import type { Env, EnvPlugin } from '../../envs/define.ts'
import { valueAt } from '../../envs/params.ts'
import { type Intervention, REGIMES } from '../../interventions/define.ts'
import { canonical } from '../program/canonical.ts'
import { firstProblem } from '../refusal/issues.ts'
import type { Arm } from './arm.ts'
import { mergedSettings, SHARED } from './arm-settings.ts'
import { trainEnv } from './envs.ts'
import { idProblems } from './once.ts'
import { Preregistration } from './preregistration.ts'
import { type Settings, settingKeys } from './settings.ts'

type Arms = Readonly<Record<string, Arm>>
type Plugin = EnvPlugin<any, any>

/** The first thing wrong with a study's parts, as "where: expected …, got …"; undefined where nothing is. */
export function problemOf(
  arms: Arms,
  env: Plugin,
  evals: readonly Plugin[],
  plan: unknown,
  unseen: readonly Plugin[] = [],
) {
  return [
    ...armProblems(arms),
    ...pairProblems(arms),
    ...envProblems(env, evals),
    ...unseenProblems(unseen, evals),
    ...idProblems(env, evals, arms, unseen),
    ...planProblems(plan, arms),
  ][0]
}

/**
 * The first thing wrong with the settings of arms, as "where: expected …, got …": what only the study may set, what does
 * not fit, what an intervention needs and is off, or what cannot run together.
 */
export function settingsProblem(study: Study): string | undefined {
  return Object.entries(study.arms).flatMap(([name, arm]) => [
    ...ownProblems(name, arm, study.settings),
    ...arm.interventions.flatMap((each) => unfitEnv(study, name, each)),
    ...idleRegimes(name, arm),
    ...conflictsOf(name, arm),
    ...twinProblems(name, arm, study.arms),
    ...unreadTraits(name, arm, study.settings),
  ])[0]
}

function ownProblems(name: string, arm: Arm, settings: Settings): string[] {
  const shared = SHARED.filter((key) => arm.settings && key in arm.settings)
  if (shared.length > 0) return [`arm ${name}: settings expected none of ${SHARED}, got ${shared}: the study sets them`]
  // Those of the study are checked already, and each check takes eigenvalues of the population.
  const own = arm.settings ? mergedSettings(settings, arm) : { success: true as const, data: settings }
  if (!own.success) {
    const { key, text } = firstProblem(own.error, arm.settings, settingKeys(settings))
    return [`arm ${name}: settings, ${key}: ${text}`]
  }
  const { measure, evidence } = own.data
  if (measure.prefill.length > 0 && evidence.kind !== 'acts')
    return [
      `arm ${name}: settings, measure.prefill: expected none with evidence.kind=traits, got ${measure.prefill}: there are no acts to put behind others`,
    ]
  const { router, bypass } = own.data.network
  if (router && bypass === 0)
    return [
      `arm ${name}: settings, network.bypass: expected at least 1 with network.router=true, got 0: nothing to route to`,
    ]
  return arm.interventions.flatMap(({ id, needs = [] }) =>
    needs
      .filter((need) => valueAt(own.data, need.split('.')) !== true)
      .map((need) => `arm ${name}: ${id} expected ${need}=true, got false`),
  )
}

/** A study as far as this asks. */
interface Study {
  readonly arms: Arms
  readonly env: Plugin
  readonly settings: Settings
}

/** One that is idle may stand anywhere. */
function unfitEnv(study: Study, name: string, { id, idle, refuses }: Intervention): string[] {
  if (idle || !refuses) return []
  const env = built(study, study.arms[name])
  const why = env && refuses(env)
  return why
    ? [`arm ${name}: ${id} expected ${why}, got ${env.id}, where the arm would be its control under another name`]
    : []
}

/** Interventions that read traits which a custom set does not have; one that is idle reads none. */
function unreadTraits(name: string, { interventions }: Arm, { traits }: Settings): string[] {
  if (!traits) return []
  const { names } = traitSetOf({ traits })
  return interventions.flatMap(({ id, idle, reads = [] }) => {
    const lacking =
      reads === 'eight' ? 'the eight traits in their order' : reads.filter((trait) => !names.includes(trait))
    return idle || lacking.length === 0
      ? []
      : [`arm ${name}: ${id} reads ${lacking}, which the traits ${traits.id} (${names.join(', ')}) lack`]
  })
}

/** One that is idle conflicts with nothing. */
function conflictsOf(name: string, { interventions }: Arm): string[] {
  const working = interventions.filter(({ idle }) => !idle)
  return working.flatMap(({ id, conflicts = {} }) =>
    working
      .filter((other) => Object.hasOwn(conflicts, other.id))
      .map((other) => `arm ${name}: ${id} and ${other.id} cannot run together: ${conflicts[other.id]}`),
  )
}

/** Undefined where params do not fit: what builds the env again says which. */
function built(study: Study, arm: Arm): Env | undefined {
  try {
    return trainEnv(study, arm)
  } catch {
    return undefined
  }
}

const armProblems = (arms: Arms): string[] =>
  Object.entries(arms).flatMap(([name, arm]) => [
    ...missing(name, 'comparedWith', arm.comparedWith, arms),
    ...missing(name, 'reversed', arm.reversed, arms),
    ...(arm.train && arm.train.spec.kind !== 'train'
      ? [`arm ${name}: train expected a train env, got ${arm.train.spec.id}`]
      : []),
    ...(arm.log && arm.regimes.includes('motive')
      ? [`arm ${name}: a log trains weights: expected encoder or full, got motive`]
      : []),
    ...learnerProblems(name, arm),
    ...arm.regimes
      .filter((regime) => !REGIMES.includes(regime))
      .map((regime) => `arm ${name}: expected regimes of ${REGIMES}, got ${regime}`),
  ])

/** Regimes of an arm in which one of its interventions can do nothing, at its params. */
const idleRegimes = (name: string, arm: Arm): string[] =>
  arm.interventions.flatMap(({ id, regimes }) =>
    arm.regimes
      .filter((regime) => !regimes.includes(regime))
      .map((regime) => `arm ${name}: ${id} acts in ${regimes}, not in ${regime}`),
  )

function learnerProblems(name: string, { learner, regimes, log }: Arm): string[] {
  if (!learner) return []
  return [
    ...(typeof learner.create === 'function'
      ? []
      : [`arm ${name}: learner expected a value from a learner plugin, as a2c(), got ${typeof learner}`]),
    ...(regimes.includes('motive')
      ? [`arm ${name}: the learner ${learner.id} trains weights: expected encoder or full, got motive`]
      : []),
    ...(log ? [`arm ${name}: expected no learner with a log, which PPO alone learns from, got ${learner.id}`] : []),
  ]
}

const missing = (name: string, key: string, other: string | undefined, arms: Arms): string[] =>
  other === undefined || Object.hasOwn(arms, other)
    ? []
    : [`arm ${name}: ${key} expected one of ${Object.keys(arms)}, got ${other}`]

/** Problems of twins, and of the pair that every effect is measured against: control and its twin. */
function pairProblems(arms: Arms): string[] {
  const { train, init } = arms.control
  return [
    ...(train ? [`arm control: expected the study's own env, got ${train.spec.id}`] : []),
    ...(init ? [`arm control: expected personas to start from, got init ${init}`] : []),
  ]
}

/** A hypothesis about a cell that the study does not run would be found out after the run. */
function unknownCells(hypothesis: Preregistration['hypotheses'][number], arms: Arms): string[] {
  if (typeof hypothesis === 'string') return []
  const { claim, expects } = hypothesis
  return expects.flatMap(({ arm, regime, than }) =>
    [arm, ...(typeof than === 'string' ? [than] : [])]
      .filter((name) => !Object.hasOwn(arms, name) || !arms[name].regimes.includes(regime))
      .map((name) => `preregistration, hypothesis "${claim}": expected an arm that runs in ${regime}, got ${name}`),
  )
}

/**
 * A twin that the author wrote has to be one: the same arm with power punished, and nobody else's (VALIDITY §3.1). One
 * that is borrowed would give an arm which learns nothing half of another's drag.
 */
function twinProblems(name: string, arm: Arm, arms: Arms): string[] {
  const { reversed, train, regimes } = arm
  const twin = reversed === undefined ? undefined : arms[reversed]
  if (!twin || twin.twinOf === name) return []
  const where = `arm ${reversed}, the sign-reversed twin of ${name}:`
  const lacks = regimes.filter((regime) => !twin.regimes.includes(regime))
  const [own, theirs] = [arm.interventions, twin.interventions.filter(({ id }) => id !== 'reverse-reward')].map(listed)
  const other = MADE_OF.find((part) => canonical(arm[part] ?? {}) !== canonical(twin[part] ?? {}))
  return [
    ...(own === theirs ? [] : [`${where} expected the interventions of ${name} (${own}), got ${theirs}`]),
    ...(other ? [`${where} expected the ${other} of ${name}, got another`] : []),
    ...(twin.interventions.some(({ id, idle }) => id === 'reverse-reward' && !idle)
      ? []
      : [`${where} expected the intervention reverse-reward, got ${twin.interventions.map(({ id }) => id)}`]),
    ...(twin.role === 'control' ? [] : [`${where} expected the role control, got none`]),
    ...(twin.train?.spec.id === train?.spec.id ? [] : [`${where} expected the env of ${name}, got another`]),
    ...(lacks.length > 0 ? [`${where} expected a trial in ${lacks}, got ${twin.regimes}`] : []),
  ]
}

/** What an arm is made of beside its interventions and its env, which are compared by name. */
const MADE_OF = ['settings', 'env', 'init', 'log', 'learner', 'stream'] as const

const listed = (interventions: Arm['interventions']): string =>
  interventions.map(({ id, params }) => `${id} ${canonical(params)}`).join(', ') || 'none'

const envProblems = (env: Plugin, evals: readonly Plugin[]): string[] => [
  ...(env.spec.kind === 'train' ? [] : [`env: expected a train env, got ${env.spec.id}`]),
  ...evals.filter(({ spec }) => spec.kind !== 'eval').map(({ spec }) => `evals: expected eval envs, got ${spec.id}`),
]

/** An env that is imitated, or shown as evidence, is not unseen. */
function unseenProblems(unseen: readonly Plugin[], evals: readonly Plugin[]): string[] {
  const [ids, seen] = [unseen, evals].map((plugins) => plugins.map(({ spec }) => spec.id))
  return [
    ...unseen
      .filter(({ spec }) => spec.kind !== 'eval')
      .map(({ spec }) => `unseen: expected eval envs, got ${spec.id}`),
    ...ids.filter((id) => seen.includes(id)).map((id) => `unseen: expected envs that are not in evals, got ${id}`),
  ]
}

function planProblems(plan: unknown, arms: Arms): string[] {
  const parsed = Preregistration.optional().safeParse(plan)
  if (parsed.success) return (parsed.data?.hypotheses ?? []).flatMap((each) => unknownCells(each, arms))
  const { key, text } = firstProblem(parsed.error, plan, Object.keys(Preregistration.shape))
  return [`preregistration, ${key}: ${text}`]
}
