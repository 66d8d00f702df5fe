import { ENVS } from '../../envs/catalog.ts'
import { Fault } from '../../envs/fault.ts'
import { staysHere } from '../entrants/portable.ts'
import { references } from '../entrants/reference.ts'
import type { Task } from '../run/task.ts'
import type { FoundationJob, Job } from '../store/jobs.ts'
import { isShipped } from '../studies/resolve.ts'
import type { Cache } from './cache.ts'
import type { QueueJob } from './job-message.ts'

/** What a worker needs to take up a job. */
export interface Taking {
  readonly cache: Pick<Cache, 'jobs' | 'plugin'>
  /** Whether study files that submitters send may run here. */
  readonly plugins: boolean
}

/**
 * A job as threads take it, under its id: threads report by name, and two runs may have jobs of the same name. No path in
 * it comes from the queue, and no code but a study file where the worker takes such.
 * @throws Fault naming what may not run here
 */
export async function taskOf(taking: Taking, message: QueueJob, id: string): Promise<Task> {
  const jobs = taking.cache.jobs(message)
  if (message.kind === 'study') return studyTask(taking, message, { id, jobs })
  const { schema: _, shared: __, ...rest } = message
  requireShipped(rest)
  return { ...rest, jobs, job: { ...rest.job, name: id } } as Task
}

type Of<K extends QueueJob['kind']> = Extract<QueueJob, { kind: K }>

async function studyTask(
  taking: Taking,
  message: Of<'study'>,
  { id, jobs }: { id: string; jobs: string },
): Promise<Task> {
  const { kind, hash, backend, events, request, job } = message
  const unfinished = <T extends object>(of: T) => ({ ...of, finished: false })
  const planned =
    job.kind === 'trial' ? { ...unfinished(job), on: unfinished(job.on) as FoundationJob } : unfinished(job)
  const sent = await sentStudy(taking, message)
  return {
    kind,
    hash,
    backend,
    events,
    jobs,
    request: { ...request, ...(sent && { sent }) },
    job: { ...planned, name: id } as Job,
  }
}

async function sentStudy({ cache, plugins }: Taking, { plugin, request: { ref } }: Of<'study'>) {
  if (!plugin) {
    if (!isShipped(ref)) throw new Fault('METTLE_ARGUMENT', `Expected the id of a shipped study, got ${ref}`)
    return undefined
  }
  if (!plugins) throw new Fault('METTLE_ARGUMENT', 'Expected a worker that takes plugin files, got one that does not')
  const path = await cache.plugin(plugin)
  if (!path)
    throw new Fault('METTLE_FILE', `Expected the study file ${plugin.sha256.slice(0, 8)}, got none: submit again`)
  return path
}

/** Refused before anything is resolved, since to resolve a path is to run what it holds. */
function requireShipped({ kind, request }: Omit<Of<'tournament'>, 'schema'> | Omit<Of<'battery'>, 'schema'>): void {
  const agents = kind === 'tournament' ? [...request.agents, ...request.background] : [request.agent]
  for (const reference of references('--agents', agents)) {
    const why = staysHere(reference)
    if (why) throw new Fault('METTLE_ARGUMENT', `Expected agents that come with Mettle, got ${reference.text}, ${why}`)
  }
  const strange = kind === 'tournament' && request.envs.find((ref) => !ENVS.some(({ spec }) => spec.id === ref))
  if (strange) throw new Fault('METTLE_ARGUMENT', `Expected the id of a shipped env, got ${strange}`)
}
