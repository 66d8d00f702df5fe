import { type Backend, loadBackend } from '../../agents/backend.ts'
import { buildHash, versions } from '../program/build.ts'
import { messageOf, Refusal } from '../refusal/errors.ts'
import { type Identity, identityOf } from '../store/identity.ts'
import { type ResolvedStudy, resolveStudy, type StudyRequest } from '../studies/resolve.ts'
import { backendOf, type StudyFlags } from './study-flags.ts'

/** A study and the program that would run it: what a run's hash covers. */
export interface Settled extends ResolvedStudy {
  readonly backend: Backend
  readonly program: Omit<Identity, 'study'>
  readonly identity: Identity
}

/** @throws Refusal */
export async function settle(request: StudyRequest, flags: Pick<StudyFlags, 'backend'>): Promise<Settled> {
  const forced = backendOf(flags)
  const resolved = await resolveStudy(request)
  const backend = await loadBackend(forced).catch((error) => {
    throw new Refusal(`${flags.backend ? '--backend' : 'METTLE_BACKEND'}: ${messageOf(error)}`, { cause: error })
  })
  const files = resolved.files.map(({ sha256 }) => sha256)
  const program = { backend: backend.name, mettle: versions().mettle, build: buildHash('study'), files }
  return { ...resolved, backend, program, identity: identityOf(resolved.study, program) }
}
