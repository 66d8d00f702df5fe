import type { Env, EnvPlugin } from '../../envs/define.ts'
import type { Arm } from './arm.ts'
import type { Settings } from './settings.ts'

/** What a study says of its envs, and all that is asked of it here. */
export interface Envs {
  readonly env: EnvPlugin<any, any>
  readonly evals: readonly EnvPlugin<any, any>[]
  readonly unseen?: readonly EnvPlugin<any, any>[]
  readonly arms: Readonly<Record<string, Arm>>
  readonly settings: Pick<Settings, 'env'>
}

type Trains = Pick<Envs, 'env' | 'settings'>

/** The train env of an arm as plugin and params: settings hold those of the study's own env. */
export function trained(study: Trains, arm?: Arm): { plugin: EnvPlugin<any, any>; params: Record<string, unknown> } {
  const plugin = arm?.train ?? study.env
  const own = plugin.spec.id === study.env.spec.id
  return { plugin, params: { ...(own && study.settings.env), ...arm?.env } }
}

/** The train env of an arm, or of the study where no arm is given. */
export function trainEnv(study: Trains, arm?: Arm): Env {
  const { plugin, params } = trained(study, arm)
  return plugin(params)
}

/** The study's own train env, then those of other arms as the first arm that names one sets it. Networks hold all. */
export function trainEnvs(
  study: Omit<Envs, 'evals' | 'unseen'>,
): { plugin: EnvPlugin<any, any>; params: Record<string, unknown> }[] {
  const envs = new Map([[study.env.spec.id, trained(study)]])
  for (const arm of Object.values(study.arms))
    if (arm.train && !envs.has(arm.train.spec.id)) envs.set(arm.train.spec.id, trained(study, arm))
  return [...envs.values()]
}

/** The study's eval envs at their default params. */
export const evalEnvs = (study: Pick<Envs, 'evals'>): Env[] => study.evals.map((env) => env())

/** The eval envs that the study holds out of imitation and evidence, at their default params. */
export const unseenEnvs = ({ unseen = [] }: Pick<Envs, 'unseen'>): Env[] => unseen.map((env) => env())
