import { ZodError, z } from 'zod'
import { valueAt } from '../../envs/params.ts'
import type { Intervention } from '../../interventions/define.ts'
import { Refusal, refuse } from '../refusal/errors.ts'
import { firstProblem, isTree, leaves, type Problem, unknownKey } from '../refusal/issues.ts'
import { suggestion } from '../refusal/nearest.ts'
import type { ArmSettings } from './arm.ts'
import { mergedSettings, SHARED } from './arm-settings.ts'
import { settingsProblem } from './check.ts'
import { evalEnvs, trained, unseenEnvs } from './envs.ts'
import { parseSettings, settingKeys } from './settings.ts'
import type { Arm, Study } from './study.ts'
import { authored, withTwins } from './twins.ts'

/** One `--set path=value`, and the flag as it was typed. */
export interface Override {
  readonly flag: string
  readonly path: readonly string[]
  readonly value: unknown
}

/** Reads `compete.updates=20`; the value is JSON, or else the string itself. @throws Refusal */
export function parseOverride(text: string): Override {
  const flag = `--set ${text}`
  const at = text.indexOf('=')
  const path = text.slice(0, Math.max(at, 0)).split('.')
  if (at < 1 || path.includes('')) refuse(flag, 'path=value, as in compete.updates=20', JSON.stringify(text))
  return { flag, path, value: jsonOr(text.slice(at + 1)) }
}

function jsonOr(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}

/**
 * The study with the overrides folded in and everything checked that can be checked before a start.
 * @throws Refusal naming flag or file, key, expected and got.
 */
export function withOverrides(study: Study, overrides: readonly Override[], source: string): Study {
  refuseTwice(overrides)
  const changed = overrides.reduce((current, each) => apply(current, each), study)
  checkEnvs(changed, overrides, source)
  const unmet = settingsProblem(changed)
  if (unmet) throw new Refusal(`${source}: ${unmet}`)
  return changed
}

function refuseTwice(overrides: readonly Override[]): void {
  const seen = new Map<string, string>()
  for (const { path, flag } of overrides) {
    const key = path.join('.')
    if (seen.has(key)) refuse(flag, `${key} once`, `it again after ${seen.get(key)}`)
    seen.set(key, flag)
  }
}

function apply(study: Study, override: Override): Study {
  return override.path[0] === 'arms' ? applyToArm(study, override) : applyToSettings(study, override)
}

function applyToSettings(study: Study, { path, value, flag }: Override): Study {
  if (path[0] === 'env')
    return { ...study, settings: { ...study.settings, env: setEnv(study.settings.env, path, value, flag) } }
  const known = settingKeys(study.settings).concat(envKeys(study))
  if (!known.includes(path.join('.'))) wrongPath(flag, path, known)
  const input = assigned(study.settings, path, value)
  const parsed = parseSettings(input)
  if (!parsed.success) refuseProblem(flag, firstProblem(parsed.error, input, known))
  return { ...study, settings: parsed.data }
}

/** A path that leads nowhere, or ends on a group of settings. */
function wrongPath(flag: string, path: readonly string[], known: readonly string[]): never {
  const key = path.join('.')
  const inside = known.filter((each) => each.startsWith(`${key}.`))
  if (inside.length > 0) refuse(`${flag}: ${key}`, `one setting, as ${inside.join(', ')}`, 'a group of settings')
  const beyond = known.find((each) => key.startsWith(`${each}.`))
  if (beyond) refuse(`${flag}: ${key}`, `${beyond}, which holds one value`, 'a path that goes on')
  refuseProblem(flag, unknownKey(key, known))
}

const envKeys = (study: Study): string[] => paramsOf(study.env).map((key) => `env.${key}`)
const paramsOf = ({ spec }: Study['env']): string[] => Object.keys((spec.params as Partial<z.ZodObject>).shape ?? {})

/** Keys are kept sorted, so that the order of flags never shows. */
function setEnv(env: Readonly<Record<string, unknown>>, path: readonly string[], value: unknown, flag: string) {
  if (path.length < 2) refuse(`${flag}: env`, 'a param of the env, as env.rounds=3', 'the env itself')
  const changed = assigned(env, path.slice(1), value)
  return Object.fromEntries(Object.entries(changed).sort(([a], [b]) => (a < b ? -1 : 1)))
}

function applyToArm(study: Study, { path, value, flag }: Override): Study {
  const [, name, part, ...rest] = path
  if (!name || !part || rest.length === 0) refuse(flag, 'arms.<arm>.<intervention>.<param>=value', path.join('.'))
  if (!Object.hasOwn(study.arms, name)) refuse(flag, 'an arm', name, suggestion(name, Object.keys(study.arms)))
  const arm = study.arms[name]
  if (arm.twinOf)
    refuse(flag, `an arm as the study's author wrote it`, `${name}: set it on ${arm.twinOf}, its twin follows`)
  const changed =
    part === 'env'
      ? { ...arm, env: setEnv(arm.env ?? {}, path.slice(2), value, flag) }
      : part === 'settings'
        ? { ...arm, settings: setOwn(study, arm, rest, value, flag) }
        : intervene(arm, path, value, flag)
  return { ...study, arms: withTwins(authored({ ...study.arms, [name]: changed })) as Study['arms'] }
}

function setOwn(study: Study, arm: Arm, path: readonly string[], value: unknown, flag: string): ArmSettings {
  const known = settingKeys(study.settings).filter((key) => !SHARED.some((each) => key.split('.')[0] === each))
  if (!known.includes(path.join('.'))) wrongPath(flag, path, known)
  const settings: ArmSettings = assigned(arm.settings ?? {}, path, value)
  const parsed = mergedSettings(study.settings, { settings })
  if (!parsed.success) refuseProblem(flag, firstProblem(parsed.error, settings, known))
  return settings
}

function intervene(arm: Arm, path: readonly string[], value: unknown, flag: string): Arm {
  const [, name, id, ...rest] = path
  const ids = arm.interventions.map((each) => each.id)
  if (!ids.includes(id)) refuse(flag, `an intervention of arm ${name}`, id, suggestion(id, ids))
  const interventions = arm.interventions.map((each) =>
    each.id === id ? changedParams(each, rest, value, flag) : each,
  )
  return { ...arm, interventions }
}

function changedParams(
  intervention: Intervention,
  path: readonly string[],
  value: unknown,
  flag: string,
): Intervention {
  const known = leaves(intervention.params)
  const input = assigned(intervention.params, path, value)
  try {
    const changed = intervention.with(input)
    if (valueAt(changed.params, path) === undefined) refuseProblem(flag, unknownKey(path.join('.'), known))
    return changed
  } catch (error) {
    if (error instanceof ZodError) refuseProblem(flag, firstProblem(error, input, known))
    throw error
  }
}

/** A copy of the tree with one value set; only own keys are followed. */
function assigned<T extends object>(tree: T, [key, ...rest]: readonly string[], value: unknown): T {
  const inner = Object.hasOwn(tree, key) ? (tree as Record<string, unknown>)[key] : undefined
  return { ...tree, [key]: rest.length === 0 ? value : assigned(isTree(inner) ? inner : {}, rest, value) }
}

/** Builds every env of the study once: their own schemas judge their params. */
function checkEnvs(study: Study, overrides: readonly Override[], source: string): void {
  checkEnv(study, undefined, (key) => flagOf(overrides, `env.${key}`) ?? `${source}: settings.env`)
  for (const [name, arm] of Object.entries(study.arms)) {
    const where = (key: string) =>
      flagOf(overrides, `arms.${name}.env.${key}`) ?? flagOf(overrides, `env.${key}`) ?? `${source}: arm ${name}, env`
    checkEnv(study, arm, where)
  }
  evalEnvs(study)
  unseenEnvs(study)
}

const flagOf = (overrides: readonly Override[], key: string) =>
  overrides.find(({ path }) => path.join('.') === key)?.flag

function checkEnv(study: Study, arm: Arm | undefined, where: (key: string) => string): void {
  const { plugin, params: input } = trained(study, arm)
  const known = paramsOf(plugin)
  try {
    const { params } = plugin(input)
    const dropped = Object.keys(input).find((key) => !Object.hasOwn(params, key))
    if (dropped) refuseProblem(where(dropped), unknownKey(dropped, known))
  } catch (error) {
    if (!(error instanceof z.ZodError)) throw error
    const problem = firstProblem(error, input, known)
    refuseProblem(where(problem.key), problem)
  }
}

function refuseProblem(source: string, { key, text, unknown }: Problem): never {
  throw new Refusal(`${source}: ${key && !unknown ? `${key}: ` : ''}${text}`)
}
