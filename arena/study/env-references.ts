import { z } from 'zod'
import { ENVS } from '../../envs/catalog.ts'
import type { Env, EnvPlugin } from '../../envs/define.ts'
import { isPath, locate, meant } from '../program/locate.ts'
import { Refusal, refuse } from '../refusal/errors.ts'
import { firstProblem, unknownKey } from '../refusal/issues.ts'
import { loadPlugin } from './load.ts'
import { type Override, parseOverride } from './overrides.ts'

export interface Found {
  readonly plugin: EnvPlugin<any, any>
  readonly sha256?: string
}

/** @throws Refusal */
export async function pluginsOf(command: string, refs: readonly string[]): Promise<Found[]> {
  const found: Found[] = []
  for (const ref of refs) found.push(await pluginOf(command, ref))
  const ids = found.map(({ plugin }) => plugin.spec.id)
  const twice = ids.find((id, i) => ids.indexOf(id) < i)
  if (twice) refuse(command, 'every env once', `${twice} again`)
  return found
}

async function pluginOf(command: string, ref: string): Promise<Found> {
  const plugin = ENVS.find(({ spec }) => spec.id === ref)
  if (plugin) return { plugin }
  if (isPath(ref) || locate(ref) !== undefined) {
    const { value, sha256 } = await loadPlugin(ref, 'env')
    return { plugin: value, sha256 }
  }
  const ids = ENVS.filter(({ spec }) => spec.kind === 'train').map(({ spec }) => spec.id)
  return refuse(`${command} ${ref}`, 'the id of an env, or the path or package of one', ref, meant(ref, ids))
}

/**
 * Envs with the params that `--set` gives: `rounds=3` is for every env that has rounds; `dilemma.rounds=3` for one.
 * @throws Refusal naming flag, expected and got
 */
export function withParams(command: string, plugins: readonly EnvPlugin<any, any>[], set: readonly string[]): Env[] {
  const overrides = set.map(parseOverride)
  for (const override of overrides) requireHeard(plugins, override, overrides)
  return plugins.map((plugin) => build(command, plugin, overrides))
}

const keysOf = ({ spec }: EnvPlugin<any, any>): string[] =>
  Object.keys((spec.params as Partial<z.ZodObject>).shape ?? {})

/** The param that an override sets in this env, if it is for it. */
function paramOf(plugin: EnvPlugin<any, any>, { path }: Override): string | undefined {
  if (path.length === 2 && path[0] === plugin.spec.id) return path[1]
  return path.length === 1 && keysOf(plugin).includes(path[0]) ? path[0] : undefined
}

function requireHeard(plugins: readonly EnvPlugin<any, any>[], override: Override, all: readonly Override[]): void {
  const { flag, path } = override
  const first = all.find((each) => each.path.join('.') === path.join('.'))
  if (first !== override) refuse(flag, `${path.join('.')} once`, `it again after ${first?.flag}`)
  if (plugins.some((plugin) => paramOf(plugin, override))) return
  const known = plugins.flatMap((plugin) =>
    plugins.length === 1 ? keysOf(plugin) : keysOf(plugin).flatMap((key) => [key, `${plugin.spec.id}.${key}`]),
  )
  throw new Refusal(`${flag}: ${unknownKey(path.join('.'), [...new Set(known)]).text}`)
}

function build(command: string, plugin: EnvPlugin<any, any>, overrides: readonly Override[]): Env {
  const own = overrides.flatMap((override) => {
    const key = paramOf(plugin, override)
    return key === undefined ? [] : [{ key, override }]
  })
  const input = Object.fromEntries(own.map(({ key, override }) => [key, override.value]))
  try {
    return plugin(input)
  } catch (error) {
    if (!(error instanceof z.ZodError)) throw error
    const { key, text, unknown } = firstProblem(error, input, keysOf(plugin))
    const flag = own.find((each) => each.key === key)?.override.flag ?? `${command} ${plugin.spec.id}`
    throw new Refusal(`${flag}: ${key && !unknown ? `${key}: ` : ''}${text}`)
  }
}
