import { join } from 'node:path'
import { loadBackend } from '../../agents/backend.ts'
import { buildHash, versions } from '../program/build.ts'
import { identityHash, identityOf } from '../store/identity.ts'
import { resolveStudy } from '../studies/resolve.ts'
import type { Study } from '../study/study.ts'
import { requireHash } from './require-hash.ts'
import type { Doing, StudyTask } from './task.ts'

/** A foundation or a trial. */
export async function studyJob(task: StudyTask): Promise<Doing> {
  const { job, jobs, events } = task
  const study = await verified(task)
  return async (asked) => {
    const { science } = await import('./science.ts')
    const io = { ...asked, events }
    return job.kind === 'foundation'
      ? science.foundation(study, job.index, job.arm, io)
      : science.trial(study, job.id, join(jobs, job.on.folder), io)
  }
}

let known: { readonly hash: string; readonly study: Study } | undefined

/** The study, resolved again here. @throws Error unless study, code and backend are those of the run. */
export async function verified({
  request,
  backend,
  hash,
}: Pick<StudyTask, 'request' | 'backend' | 'hash'>): Promise<Study> {
  if (known?.hash === hash) return known.study
  const { study, files } = await resolveStudy(request)
  const { name } = await loadBackend(backend)
  const program = {
    backend: name,
    mettle: versions().mettle,
    build: buildHash('study'),
    files: files.map((file) => file.sha256),
  }
  requireHash('study', hash, identityHash(identityOf(study, program)))
  known = { hash, study }
  return study
}
