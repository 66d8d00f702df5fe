import { existsSync, statSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { refuse } from '../refusal/errors.ts'
import type { Head } from './data.ts'
import { readHead } from './lines.ts'
import { type Made, pluginsOf } from './plugins.ts'
import { openStudy } from './study-folder.ts'
import { BLANK, isMatches, type Job, namesIn, readJson, versionOf, type Watched, watchedOf } from './watched.ts'

/** @param files of plugins that the folder does not name @throws Refusal naming what was expected there */
export async function openWatched(path: string, live: boolean, files: readonly string[]): Promise<Watched> {
  if (!existsSync(path)) refuse(path, 'the folder of a run or tournament, or a file of matches', 'nothing there')
  const more = files.map((file) => ({ path: file, sha256: null }))
  if (statSync(path).isFile()) return await openFile(path, more)
  const manifest = readJson(path, 'manifest.json')
  const { study } = manifest.identity
  return study.id === 'tournament'
    ? await openTournament(path, study, live, more)
    : await openStudy(path, manifest, live, more)
}

const envsOf = (heads: readonly Head[]): Made['plugins'] =>
  heads.map(({ env, version }) => ({ kind: 'env', id: env, version }))

async function openFile(path: string, files: Made['files']): Promise<Watched> {
  const head = readHead(path)
  const transforms = head.transforms.map(({ id }) => ({ kind: 'intervention', id, version: null }))
  const plugins = await pluginsOf({ plugins: [...envsOf([head]), ...transforms], files })
  const title = basename(path)
  const jobs = (): Job[] => [
    { ...BLANK, folder: title, arm: title, env: head.env, version: versionOf(path), file: path },
  ]
  return watchedOf(dirname(path), plugins, jobs, () => ({
    kind: 'matches',
    title,
    question: '',
    live: false,
    total: null,
    verdicts: [],
  }))
}

async function openTournament(
  path: string,
  { envs }: { envs: readonly Pick<Head, 'env' | 'version' | 'params'>[] },
  live: boolean,
  files: Made['files'],
): Promise<Watched> {
  const heads = envs.map((each): Head => ({ ...each, transforms: [] }))
  const folder = join(path, 'matches')
  const jobs = () =>
    namesIn(folder, isMatches).map((name): Job => {
      const file = join(folder, name)
      const head = heads.find(({ env }) => name.replace(/-\d+\.jsonl$/, '') === env) ?? heads[0]
      return {
        ...BLANK,
        folder: name,
        arm: name.replace(/\.jsonl$/, ''),
        env: head.env,
        version: versionOf(file),
        file,
        head,
      }
    })
  const question = `Tournament: ${heads.map(({ env }) => env).join(', ')}`
  const facts = { kind: 'tournament', title: basename(path), question, live, total: null, verdicts: [] } as const
  return watchedOf(path, await pluginsOf({ plugins: envsOf(heads), files }), jobs, () => facts)
}
