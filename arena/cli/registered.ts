import { refuse } from '../errors.ts'
import { append, type Entry, read, starts } from '../registration/ledger.ts'
import { deviations, type Registration, readRegistration } from '../registration/registration.ts'
import type { Summary } from '../report/summary.ts'
import type { RunOutcome } from '../run.ts'
import { hashOf } from '../store/canonical.ts'
import { identityHash } from '../store/identity.ts'
import type { Settled } from './settle.ts'
import type { StudyFlags } from './study-flags.ts'

/** A run under a registration. */
export interface Registered {
  readonly dir: string
  readonly registration: Registration
  readonly deviations: readonly string[]
}

/** The registration that the flag names. @throws Refusal */
export function registrationOf({ registration: dir, seed, set }: StudyFlags): Registration | undefined {
  if (dir === undefined) return undefined
  if (seed !== undefined || set.some((each) => each.startsWith('seed=')))
    refuse('--seed', 'no seed with --registration', 'one', 'The registration has its own')
  return readRegistration(dir)
}

export function registered(registration: Registration, dir: string, { study, program }: Settled): Registered {
  if (study.id !== registration.study.id) refuse(`--registration ${dir}`, `study ${registration.study.id}`, study.id)
  return { dir, registration, deviations: deviations(registration, study, program) }
}

export const departs = (deviation: string): string => `departs from its registration: ${deviation}`

/** Writes the start down before anything runs. @returns how many there were, this one with them */
export function writeStart({ dir, deviations: departures }: Registered, { identity }: Settled, folder: string): number {
  const facts = { run: identityHash(identity), folder, node: process.version, deviations: departures }
  append(dir, 'started', now(), facts)
  return starts(read(dir).entries)
}

export function writeEnd({ dir }: Registered, { summary, failures, interrupted }: RunOutcome): void {
  const event: Entry['event'] = summary ? 'ended' : interrupted ? 'interrupted' : 'stopped'
  append(dir, event, now(), { failed: failures.length, ...(summary && { summary: hashOf(untimed(summary)) }) })
}

const untimed = ({ timing: _, ...rest }: Summary) => rest

const now = () => new Date().toISOString()
