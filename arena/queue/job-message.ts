import { z } from 'zod'
import { BACKENDS } from '../../agents/backend.ts'
import { KNOWN_GROUPS, type KnownGroup } from '../battery/known-groups.ts'
import type { Task } from '../run/task.ts'
import { EVENT_LEVELS } from '../store/io.ts'
import { hash, type Stored, storedSchema, text } from './messages.ts'

/*
 * A job as it stands in the queue: what it is part of, and which part. Every kind is done by threads as a folder of
 * files, so all else of the queue knows no kinds.
 */

/** A job's folder: a name without a way out of the folder that it is in, and its key. */
const folder = z.string().regex(/^(?!\.)[\w.-]{1,240}-[0-9a-f]{8}$/)
const named = { name: text, folder }
const count = z.int().min(0)
/** As typed: one may name many agents. */
const texts = z.array(z.string().max(50_000)).max(1000)

const foundation = z.strictObject({
  kind: z.literal('foundation'),
  ...named,
  index: count,
  arm: text.nullable(),
})
const trial = z.strictObject({
  kind: z.literal('trial'),
  ...named,
  id: z.strictObject({ arm: text, regime: z.enum(['motive', 'encoder', 'full']), foundation: count }),
  on: foundation,
})

const common = {
  schema: z.literal(2),
  /** Of the run: what is computed, program and backend. */
  hash,
  backend: z.enum(BACKENDS),
  /** A file of this name lies in the folder that the submitter shares. */
  shared: z.uuid().optional(),
}

const studyJob = z.strictObject({
  kind: z.literal('study'),
  ...common,
  /** As typed, but for a study file: it is named by its hash, never by a path. */
  request: z.strictObject({
    ref: text,
    set: texts,
    confirmatory: z.number().optional(),
    strengths: z.boolean().optional(),
  }),
  plugin: storedSchema.optional(),
  events: z.enum(EVENT_LEVELS),
  job: z.discriminatedUnion('kind', [foundation, trial]),
})

const tournamentJob = z.strictObject({
  kind: z.literal('tournament'),
  ...common,
  request: z.strictObject({
    envs: texts,
    agents: texts,
    background: texts,
    matches: z.int().min(1),
    seed: count,
    selection: z.strictObject({
      alpha: z.union([z.number(), z.literal('limit')]),
      population: count,
      paidBy: z.enum(['all', 'pair']),
    }),
    bestResponse: z.boolean(),
    set: texts,
  }),
  job: z.strictObject({ kind: z.literal('block'), ...named, index: count }),
})

const batteryJob = z.strictObject({
  kind: z.literal('battery'),
  ...common,
  request: z.strictObject({ agent: text, envs: text, draws: z.int().min(1), seed: count, knownGroups: z.boolean() }),
  job: z.strictObject({
    kind: z.literal('items'),
    ...named,
    group: z.enum(Object.keys(KNOWN_GROUPS) as [KnownGroup, ...KnownGroup[]]),
    from: count,
    to: count,
  }),
})

export const jobSchema = z.discriminatedUnion('kind', [studyJob, tournamentJob, batteryJob])
export type QueueJob = z.output<typeof jobSchema>

/** What jobs of one run have in common, and other runs have not: part of a name. */
export const runOf = (job: Pick<QueueJob, 'hash'> & { readonly events?: string }): string =>
  `${job.hash.slice(0, 16)}${job.events === undefined ? '' : `-${job.events}`}`

/** The id of a job in the queue: two submitters of one run mean the same job. */
export const jobId = (job: Parameters<typeof runOf>[0], folder_: string): string => `${folder_}-${runOf(job)}`

/** What the queue holds of a job: no path of this machine. */
export function jobOf(task: Task, plugin?: Stored, shared?: string): QueueJob {
  const { jobs: _, ...rest } = task
  const own = rest.kind === 'study' ? studyOf(rest, plugin) : rest
  return { schema: 2, ...own, ...(shared && { shared }) } as QueueJob
}

function studyOf({ request, job, ...rest }: Omit<Extract<Task, { kind: 'study' }>, 'jobs'>, plugin?: Stored) {
  const { sent: _, ...study } = request
  const planned = <T extends { readonly finished: boolean }>({ finished: __, ...of }: T) => of
  return {
    ...rest,
    request: { ...study, set: [...study.set], ...(plugin && { ref: plugin.sha256 }) },
    ...(plugin && { plugin }),
    job: job.kind === 'trial' ? { ...planned(job), on: planned(job.on) } : planned(job),
  }
}
