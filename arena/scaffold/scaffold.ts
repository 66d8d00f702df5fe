import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { basename, dirname, join, resolve } from 'node:path'
import { EXTENSION, PROGRAM } from '../program/build.ts'
import { refuse } from '../refusal/errors.ts'
import { suggestion } from '../refusal/nearest.ts'

/** What can be started from a template. */
export const KINDS = ['env', 'agent', 'intervention', 'study'] as const
export type ScaffoldKind = (typeof KINDS)[number]

export interface Scaffold {
  readonly kind: string
  /** Id of the plugin and name of its package. */
  readonly name: string
  /** The folder that is made; it must not be there yet. */
  readonly folder: string
  /** Ids that ship, which a new plugin cannot have. */
  readonly taken: readonly string[]
}

/** Where package.json and docs/ lie: beside `dist/` once built. */
const ROOT = EXTENSION === '.ts' ? PROGRAM : dirname(PROGRAM)
/** The name that templates bear. */
const PLACEHOLDER = /my-plugin/g
const NAME = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/

/**
 * Makes a folder with a small working plugin, its test, its page and a package.json, whole or not at all.
 * @returns the names of its files
 * @throws Refusal before anything is written
 */
export function scaffold({ kind, name, folder, taken }: Scaffold): string[] {
  const known = kindOf(kind)
  requireName(known, name, taken)
  const path = resolve(folder)
  if (existsSync(path)) refuse(`new ${kind} ${name}`, `no ${folder} yet`, 'one', 'Name another folder with --out')
  const files = { ...templates(known, name), 'package.json': `${JSON.stringify(manifest(known, name), null, 2)}\n` }
  writeFolder(path, files)
  return Object.keys(files).sort()
}

function kindOf(kind: string): ScaffoldKind {
  const found = KINDS.find((each) => each === kind)
  return found ?? refuse(`new ${kind}`, `one of ${KINDS.join(', ')}`, kind, suggestion(kind, KINDS))
}

function requireName(kind: string, name: string, taken: readonly string[]): void {
  if (!NAME.test(name))
    refuse(`new ${kind} ${name}`, 'a name in kebab-case: a to z, 0 to 9, words joined by -', name, 'As in my-plugin')
  if (taken.includes(name)) refuse(`new ${kind} ${name}`, 'a name of its own', 'that of one that ships')
}

function templates(kind: ScaffoldKind, name: string): Record<string, string> {
  const from = join(ROOT, 'docs', 'templates', kind)
  const read = (file: string) => readFileSync(join(from, file), 'utf8').replaceAll(PLACEHOLDER, name)
  return Object.fromEntries(readdirSync(from).map((file) => [file, read(file)]))
}

/** With what the plugin was made with, and no way to publish it by accident. */
function manifest(kind: ScaffoldKind, name: string) {
  const { version, dependencies, peerDependencies } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'))
  return {
    ...{ name, version: '0.1.0', private: true, type: 'module', exports: './index.js' },
    keywords: ['mettle', `mettle-${kind}`],
    scripts: { test: 'vitest run', ...(kind !== 'study' && { check: 'mettle check .' }) },
    peerDependencies: { mettle: `>=${version}` },
    ...(kind !== 'study' && { dependencies: { zod: dependencies.zod } }),
    devDependencies: { ...(kind === 'intervention' && { rxjs: dependencies.rxjs }), vitest: peerDependencies.vitest },
  }
}

/** Under another name until it is whole. */
function writeFolder(path: string, files: Readonly<Record<string, string>>): void {
  mkdirSync(dirname(path), { recursive: true })
  const partial = mkdtempSync(join(dirname(path), `.${basename(path)}-`))
  try {
    for (const [file, text] of Object.entries(files)) writeFileSync(join(partial, file), text)
    renameSync(partial, path)
  } finally {
    rmSync(partial, { recursive: true, force: true })
  }
}
