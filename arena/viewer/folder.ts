import { existsSync, statSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { z } from 'zod'
import { refuse } from '../refusal/errors.ts'
import type { Head } from './data.ts'
import { readHead } from './lines.ts'
import { type Made, pluginsOf } from './plugins.ts'
import { openStudy } from './study-folder.ts'
import { BLANK, isMatches, type Job, namesIn, readJson, versionOf, type Watched, watchedOf } from './watched.ts'

/** @param files of plugins, named by the person who watches @throws Refusal naming what was expected there */
export async function openWatched(path: string, live: boolean, files: readonly string[]): Promise<Watched> {
  if (!existsSync(path)) refuse(path, 'the folder of a run or tournament, or a file of matches', 'nothing there')
  if (statSync(path).isFile()) return await openFile(path, files)
  const manifest = manifestOf(path)
  const { study } = manifest.identity
  return study.id === 'tournament'
    ? await openTournament(path, study, live, files)
    : await openStudy(path, manifest, live, files)
}

/** What this asks of a manifest; the rest is the business of who reads it. */
const ManifestFile = z.looseObject({
  hash: z.string().default(''),
  identity: z.looseObject({ study: z.looseObject({ id: z.string() }) }),
  plugins: z.array(z.looseObject({ kind: z.string(), id: z.string(), version: z.number().nullable() })).default([]),
  files: z.array(z.looseObject({ path: z.string(), sha256: z.string().nullable() })).default([]),
})

function manifestOf(path: string): any {
  const parsed = ManifestFile.safeParse(readJson(path, 'manifest.json'))
  if (parsed.success) return parsed.data
  const { path: at, message } = parsed.error.issues[0]
  return refuse(join(path, 'manifest.json'), 'the manifest of a run', `${at.join('.') || 'it'}: ${message}`)
}

const envsOf = (heads: readonly Head[]): Made['plugins'] =>
  heads.map(({ env, version }) => ({ kind: 'env', id: env, version }))

async function openFile(path: string, named: Made['named']): Promise<Watched> {
  const head = readHead(path)
  const transforms = head.transforms.map(({ id }) => ({ kind: 'intervention', id, version: null }))
  const plugins = await pluginsOf({ plugins: [...envsOf([head]), ...transforms], files: [], named })
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
    foundations: null,
    verdicts: [],
    answer: null,
  }))
}

async function openTournament(
  path: string,
  { envs }: { envs: readonly Pick<Head, 'env' | 'version' | 'params'>[] },
  live: boolean,
  named: Made['named'],
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
  const facts = {
    kind: 'tournament',
    title: basename(path),
    question,
    live,
    total: null,
    foundations: null,
    verdicts: [],
    answer: null,
  } as const
  return watchedOf(path, await pluginsOf({ plugins: envsOf(heads), files: [], named }), jobs, () => facts)
}
