import { existsSync, mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { hashOf } from '../program/canonical.ts'
import { messageOf, refuse } from '../refusal/errors.ts'
import { changes } from '../store/difference.ts'
import { writeJson } from '../store/files.ts'
import type { Identity } from '../store/identity.ts'
import { describe } from '../study/describe.ts'
import { confirmatorySeed } from '../study/seeds.ts'
import type { Study } from '../study/study.ts'
import { append, LEDGER, read } from './ledger.ts'

/** What a registration fixes. Its hash is the registration's name, and the seed follows from it. */
export interface Content {
  readonly schema: 1
  /** The resolved study with its preregistration, without a seed. */
  readonly study: Omit<ReturnType<typeof describe>, 'settings'> & { readonly settings: object }
  readonly program: Omit<Identity, 'study'>
  /** Clean commit of the repository that the command was given in. */
  readonly commit: string
  /** The study and overrides as typed. */
  readonly request: { readonly ref: string; readonly set: readonly string[] }
}

export interface Registration extends Content {
  readonly hash: string
  readonly seed: number
}

export const REGISTRATION = 'registration.json'

/** The study as registered: all that fixes its numbers but the seed, which is not known yet. */
export function seedless(study: Study): Content['study'] {
  const { settings, ...rest } = describe(study)
  const { seed: _, ...others } = settings
  return { ...rest, settings: others }
}

export function register(content: Content): Registration {
  const hash = hashOf(content)
  return { ...content, hash, seed: confirmatorySeed(hash) }
}

/**
 * Writes `<root>/<study>-<hash>/` with the registration and the first line of its ledger.
 * @throws Refusal if it is there
 */
export function writeRegistration(root: string, registration: Registration, at: string): string {
  const dir = join(root, `${registration.study.id}-${registration.hash.slice(0, 8)}`)
  if (existsSync(join(dir, REGISTRATION)))
    refuse(dir, 'a study that is not registered yet', 'one registered on this same commit')
  mkdirSync(dir, { recursive: true })
  writeJson(join(dir, REGISTRATION), registration)
  append(dir, 'registered', at, { hash: registration.hash, commit: registration.commit })
  return dir
}

/** @throws Refusal when there is none, its content does not hash to its name, or its ledger does not begin with it. */
export function readRegistration(dir: string): Registration {
  const { hash, seed, ...content } = parse(join(dir, REGISTRATION))
  if (hashOf(content) !== hash || confirmatorySeed(hash) !== seed)
    refuse(
      join(dir, REGISTRATION),
      `a registration that hashes to ${String(hash).slice(0, 8)}`,
      'another: the file was changed',
    )
  checkLedger(dir, hash)
  return { ...content, hash, seed }
}

/** A ledger that is gone, or another's, would count the starts anew. */
function checkLedger(dir: string, hash: string): void {
  const [first] = read(dir).entries
  if (first?.event !== 'registered' || first.facts.hash !== hash)
    refuse(
      join(dir, LEDGER),
      `a ledger that begins with registration ${hash.slice(0, 8)}`,
      first ? `one that begins with ${first.event} ${String(first.facts.hash ?? '').slice(0, 8)}`.trimEnd() : 'none',
      'Take it from git again',
    )
}

/** As it stands there, hash unchecked. @throws Refusal */
export function parse(path: string): Registration {
  try {
    return JSON.parse(readFileSync(path, 'utf8'))
  } catch (error) {
    return refuse(path, 'a registration, as mettle register writes it', messageOf(error))
  }
}

/** Where what is run departs from what was registered, "path: registered → run" a line. */
export const deviations = ({ study, program }: Content, run: Study, now: Content['program']): string[] =>
  changes({ study, program }, { study: seedless(run), program: now })
