import { basename, join } from 'node:path'
import type { Game } from 'boardgame.io'
import { ENVS } from '../../envs/catalog.ts'
import type { Env, EnvPlugin } from '../../envs/define.ts'
import { INTERVENTIONS } from '../../interventions/catalog.ts'
import type { InterventionPlugin } from '../../interventions/define.ts'
import { EXTENSION, PROGRAM } from '../program/build.ts'
import { refuse } from '../refusal/errors.ts'
import { type Loaded, loadExports } from '../study/load.ts'
import { boardBeside, boardOf } from './boards.ts'
import type { Head } from './data.ts'
import { exportedPlugins } from './exported.ts'
import { gameOf } from './transforms.ts'

/**
 * What a run says of its plugins: versions of all, and hashes of those that came from files. A folder is data: none of
 * its files is run because the folder names it, only because a person does (DESIGN invariant 10).
 */
export interface Made {
  /** `version` is null where nothing says it. */
  readonly plugins: readonly { readonly kind: string; readonly id: string; readonly version: number | null }[]
  readonly files: readonly { readonly path: string; readonly sha256: string | null }[]
  /** Files that the person who watches names, and that alone are run. */
  readonly named: readonly string[]
}

/** A plugin as this process runs it and as the page bundles it. */
export interface Source<T> {
  readonly plugin: T
  /** The module that exports it. */
  readonly module: string
  readonly board?: string
}

export interface Plugins {
  readonly envs: ReadonlyMap<string, Source<EnvPlugin<any, any>>>
  readonly interventions: ReadonlyMap<string, Source<InterventionPlugin<any>>>
}

/**
 * The plugins of a run, as it was made with them: what ships with Mettle, and what is in files that a person names.
 * @throws Refusal where a named file's hash or a plugin's version is another now, or where there is no such env any more; an intervention is missed
 * only where a match was played by a game that it changed
 */
export async function pluginsOf({ plugins, files, named }: Made): Promise<Plugins> {
  // One after the other: each bundling ends esbuild's service behind itself.
  const own: File[] = []
  for (const path of named) own.push(await loaded(path, files))
  const envs = new Map<string, Source<EnvPlugin<any, any>>>()
  const interventions = new Map<string, Source<InterventionPlugin<any>>>()
  for (const { kind, id, version } of plugins) {
    if (kind === 'env') envs.set(id, checked(await envSource(id, own), `env ${id}`, version, files))
    const found = kind === 'intervention' && interventionSource(id, own)
    if (found) interventions.set(id, checked(found, `intervention ${id}`, version, files))
  }
  return { envs, interventions }
}

/** Its hash is compared before anything of it runs. A file that the run does not know is the person's own choice. */
const loaded = (path: string, recorded: Made['files']) =>
  loadExports(path, 'plugin', (sha256) => {
    if (recorded.some((each) => each.sha256 === sha256)) return
    const known = recorded.find((each) => basename(each.path) === basename(path))
    if (known?.sha256)
      refuse(
        path,
        `the file the run was made with (sha256 ${known.sha256.slice(0, 12)}…)`,
        `${sha256.slice(0, 12)}…`,
        'Check out what it was then',
      )
  })

function checked<T extends { spec: { version: number } }>(
  found: Source<T> | undefined,
  name: string,
  version: number | null,
  files: Made['files'],
): Source<T> {
  if (!found)
    refuse(
      name,
      'a plugin that ships with Mettle or is in a file that you name',
      'none of that id',
      `Name its file with --plugin FILE${madeWith(files)}; no file is run because a folder names it`,
    )
  const now = found.plugin.spec.version
  if (version !== null && now !== version)
    refuse(
      name,
      `version ${version}, which the matches were played with`,
      `version ${now}`,
      'Replayed by other rules they would be other matches',
    )
  return found
}

const madeWith = (files: Made['files']): string =>
  files.length > 0 ? ` (the run was made with ${files.map(({ path }) => path).join(', ')})` : ''

type File = Loaded<Readonly<Record<string, unknown>>>

async function envSource(id: string, files: readonly File[]): Promise<Source<EnvPlugin<any, any>> | undefined> {
  const plugin = ENVS.find(({ spec }) => spec.id === id)
  const module = join(PROGRAM, 'envs', id, `env${EXTENSION}`)
  if (plugin) return { plugin, module, board: boardBeside(module) }
  const found = inFiles(files, id, 'observe')
  return found && { ...found, board: await boardOf(id, found.module, found.inputs) }
}

function interventionSource(id: string, files: readonly File[]): Source<InterventionPlugin<any>> | undefined {
  const plugin = INTERVENTIONS.find(({ spec }) => spec.id === id)
  if (plugin) return { plugin, module: join(PROGRAM, 'interventions', `${id}${EXTENSION}`) }
  return inFiles(files, id, 'touches')
}

/** Plugins that a file exports, or that the study it exports is made of. */
function inFiles(files: readonly File[], id: string, key: string): (Source<any> & Pick<File, 'inputs'>) | undefined {
  for (const { value, path, inputs } of files) {
    const plugin = exportedPlugins(value).find(({ spec }) => spec.id === id && key in spec)
    if (plugin) return { plugin, module: path, inputs }
  }
  return undefined
}

/** An env with its params, and the game that its matches were played by, transforms included. @throws Refusal */
export function worldOf({ envs, interventions }: Plugins, head: Head): { env: Env; game: Game } {
  const source = envs.get(head.env) ?? refuse(`env ${head.env}`, 'an env of this run', 'none of that id')
  const env = source.plugin(head.params)
  const made = head.transforms.map(({ id, params }) => {
    const found =
      interventions.get(id) ?? refuse(`intervention ${id}`, 'an intervention of this run', 'none of that id')
    return found.plugin(params)
  })
  return { env, game: gameOf(env, made) }
}
