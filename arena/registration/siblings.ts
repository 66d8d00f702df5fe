import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { Refusal } from '../refusal/errors.ts'
import { read, starts } from './ledger.ts'
import { parse, REGISTRATION } from './registration.ts'

/** A registration of a study, and what its ledger counts. */
export interface Counted {
  readonly hash: string
  readonly commit: string
  /** Null where its ledger does not read. */
  readonly starts: number | null
  readonly ends: number | null
}

/**
 * Every registration of the same study in the folder that holds this one, this one too: registered on another commit a
 * study has another hash, another seed and a ledger of its own, so the starts of one alone say less than they seem to.
 */
export function registrationsOf(study: string, root: string): Counted[] {
  if (!existsSync(root)) return []
  return readdirSync(root)
    .sort()
    .flatMap((name) => {
      const dir = join(root, name)
      if (!existsSync(join(dir, REGISTRATION))) return []
      const found = attempt(() => parse(join(dir, REGISTRATION)))
      if (found?.study?.id !== study) return []
      const entries = attempt(() => read(dir).entries)
      const ends = entries?.filter(({ event }) => event === 'ended').length
      const { hash, commit } = found
      return [{ hash, commit, starts: entries ? starts(entries) : null, ends: ends ?? null }]
    })
}

function attempt<T>(read: () => T): T | undefined {
  try {
    return read()
  } catch (error) {
    if (error instanceof Refusal) return undefined
    throw error
  }
}
