import { execFileSync } from 'node:child_process'
import { ALPHA } from '../analysis/verdict.ts'
import { command } from '../refusal/command.ts'
import { refuse } from '../refusal/errors.ts'
import {
  type Registration,
  register as registration,
  seedless,
  writeRegistration,
} from '../registration/registration.ts'
import { registrationsOf } from '../registration/siblings.ts'
import { registeredAgain } from '../report/registrations.ts'
import { SMOKE } from '../statistics/estimate.ts'
import { counted } from '../statistics/show.ts'
import { testedTogether } from '../study/arms.ts'
import type { Study } from '../study/study.ts'
import { narrate, print, printJson } from './print.ts'
import { settle } from './settle.ts'
import { requestOf, type StudyFlags } from './study-flags.ts'

export interface RegisterFlags extends Pick<StudyFlags, 'foundations' | 'set' | 'backend' | 'json'> {
  readonly to: string
}

/** The action of `mettle register`. @throws Refusal before anything is written. */
export async function register(ref: string, flags: RegisterFlags): Promise<void> {
  const request = requestOf(ref, flags)
  const commit = cleanCommit()
  const { study, program, files } = await settle(request, flags)
  for (const { path } of files) checkTracked(path, ref)
  checkPlan(study, ref)
  checkPower(study, ref)
  const made = registration({ schema: 1, study: seedless(study), program, commit, request })
  const dir = writeRegistration(flags.to, made, new Date().toISOString())
  if (flags.json) printJson({ ...made, folder: dir })
  else print(words(made, dir))
  const again = registeredAgain(made.study.id, registrationsOf(made.study.id, flags.to))
  if (again) narrate(again)
  narrate(`Commit ${dir} now: the registration counts from that commit on.`)
}

function checkPlan({ preregistration, settings }: Study, ref: string): void {
  const names = 'hypotheses, primary, margins, smallestEffect, pilot, exclusions'
  if (!preregistration) refuse(`register ${ref}`, `a study with a preregistration (${names})`, 'one without')
  if (settings.foundations < SMOKE)
    refuse(`register ${ref}: foundations`, `at least ${SMOKE}`, String(settings.foundations), 'Fewer are a smoke run')
}

/** Sign flips of n pairs have no two-sided p below 2 / 2ⁿ: a family that is too large for it can show nothing. */
function checkPower(study: Study, ref: string): void {
  const { foundations } = study.settings
  const effects = testedTogether(study).length
  const needed = Math.ceil(1 + Math.log2(effects / ALPHA))
  if (foundations < needed)
    refuse(
      `register ${ref}: foundations`,
      `at least ${needed} for ${effects} effects that are tested together`,
      String(foundations),
      `The smallest p of sign flips, 2 / 2^${foundations}, is above ${ALPHA} after Holm, so that no effect could be shown`,
    )
}

/** What is registered must be what anybody can check out. */
function cleanCommit(): string {
  const ask = (...args: string[]) => {
    try {
      return git(...args)
    } catch {
      return refuse('register', 'a folder under git with a commit', process.cwd())
    }
  }
  const commit = ask('rev-parse', 'HEAD')
  const changed = ask('status', '--porcelain').split('\n').filter(Boolean)
  if (changed.length > 0)
    refuse(
      'register',
      'a clean commit',
      `${counted(changed.length, 'changed file')} (${changed[0].slice(3)}${changed.length > 1 ? ', …' : ''})`,
      'Commit or remove them',
    )
  return commit
}

/** A file that git ignores, or that lies elsewhere, is not part of the commit, however clean. */
function checkTracked(path: string, ref: string): void {
  try {
    git('ls-files', '--error-unmatch', '--', path)
  } catch {
    refuse(`register ${ref}`, 'a study file of the commit', 'one that git does not track here', 'Add and commit it')
  }
}

const git = (...args: string[]) =>
  execFileSync('git', args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trimEnd()

function words({ study, hash, seed, commit, request }: Registration, dir: string): string {
  const { foundations } = study.settings as { foundations: number }
  const run = command('study', request.ref, ...request.set.flatMap((set) => ['--set', set]), '--registration', dir)
  return [
    `Registered ${study.id} as ${hash.slice(0, 16)} on commit ${commit.slice(0, 8)}: ${counted(foundations, 'foundation')}, seed ${seed}.`,
    `Folder: ${dir}`,
    `Run it with:\n  ${run}`,
  ].join('\n')
}
