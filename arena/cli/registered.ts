import { dirname, resolve } from 'node:path'
import type { Summary } from '../analysis/summary.ts'
import { hashOf } from '../program/canonical.ts'
import { refuse } from '../refusal/errors.ts'
import { append, type Entry, read, starts } from '../registration/ledger.ts'
import { deviations, type Registration, readRegistration } from '../registration/registration.ts'
import { type Counted, registrationsOf } from '../registration/siblings.ts'
import type { RunOutcome } from '../run/run.ts'
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

/** Starts under a registration so far, this one with them, and those of all registrations of the study. */
export interface Counts {
  readonly starts: number
  readonly registrations: readonly Counted[]
}

/** Writes the start down before anything runs. */
export function writeStart(
  { dir, registration, deviations: departures }: Registered,
  { identity }: Settled,
  folder: string,
): Counts {
  const facts = { run: identityHash(identity), folder, node: process.version, deviations: departures }
  append(dir, 'started', now(), facts)
  return {
    starts: starts(read(dir).entries),
    registrations: registrationsOf(registration.study.id, dirname(resolve(dir))),
  }
}

export function writeEnd({ dir }: Registered, { summary, failures, interrupted }: RunOutcome): void {
  const event: Entry['event'] = summary ? 'ended' : interrupted ? 'interrupted' : 'stopped'
  append(dir, event, now(), { failed: failures.length, ...(summary && { summary: hashOf(untimed(summary)) }) })
}

const untimed = ({ timing: _, ...rest }: Summary) => rest

const now = () => new Date().toISOString()
