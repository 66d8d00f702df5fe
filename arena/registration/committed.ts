import { execFileSync } from 'node:child_process'
import { accessSync, constants, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { messageOf, refuse } from '../refusal/errors.ts'
import { LEDGER } from './ledger.ts'
import { REGISTRATION } from './registration.ts'

const HINT = 'A registration counts from the commit that holds it on: add and commit its folder, then start the run'

/**
 * Refuses a registration that a start may not count under: one that is not committed, as it stands, and one whose
 * ledger is not the committed one with lines added or cannot be written. Writes nothing.
 * @throws Refusal
 */
export function checkCommitted(dir: string): void {
  const path = join(dir, REGISTRATION)
  const committed = (file: string): string | null => {
    try {
      return git(dir, 'show', `HEAD:./${file}`)
    } catch {
      return null
    }
  }
  const own = committed(REGISTRATION)
  if (own === null) refuse(path, 'a registration that is committed', 'one that git does not hold at HEAD', HINT)
  if (own !== readFileSync(path, 'utf8')) refuse(path, 'a registration as it was committed', 'one with changes', HINT)
  checkGoesOn(dir, committed(LEDGER) ?? refuse(join(dir, LEDGER), 'a ledger that is committed', 'none at HEAD', HINT))
  try {
    accessSync(dir, constants.W_OK | constants.X_OK)
    accessSync(join(dir, LEDGER), constants.W_OK)
  } catch (error) {
    refuse(join(dir, LEDGER), 'a ledger that can be written', messageOf(error))
  }
}

/** Whole lines that were committed are never changed or cut off. */
function checkGoesOn(dir: string, committed: string): void {
  const path = join(dir, LEDGER)
  if (!readFileSync(path, 'utf8').startsWith(committed.slice(0, committed.lastIndexOf('\n') + 1)))
    refuse(path, 'the committed ledger with lines added', 'another', 'Take it from git again')
}

const git = (cwd: string, ...args: string[]) =>
  execFileSync('git', args, { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'], maxBuffer: 1 << 30 })
