import { createHash } from 'node:crypto'
import { z } from 'zod'
import { BACKENDS } from '../../agents/backend.ts'
import { canonical } from '../program/canonical.ts'
import { EVENT_LEVELS } from '../store/io.ts'

/*
 * What travels between submitter and workers. All of it is small: files go through the blob store by their hash. A
 * reader believes nothing that it did not parse, since who may write to the server may write anything.
 */

const hash = z.string().regex(/^[0-9a-f]{64}$/)
const text = z.string().max(1000)
/** A job's folder: a name without a way out of the folder that it is in, and its key. */
const folder = z.string().regex(/^(?!\.)[\w.-]{1,240}-[0-9a-f]{8}$/)

/** A byte string in the blob store. */
export const storedSchema = z.strictObject({
  sha256: hash,
  /** Whose copy it is: equal results of two jobs are deleted one by one. Empty where nobody deletes it. */
  copy: z.string().regex(/^[0-9a-f]{0,64}$/),
  bytes: z.int().min(0),
  /** In the server's memory, or in the folder that both sides share. */
  where: z.enum(['redis', 'shared']),
})
export type Stored = z.output<typeof storedSchema>

const foundation = z.strictObject({
  kind: z.literal('foundation'),
  name: text,
  folder,
  index: z.int().min(0),
  arm: text.nullable(),
})
const trial = z.strictObject({
  kind: z.literal('trial'),
  name: text,
  folder,
  id: z.strictObject({ arm: text, regime: z.enum(['motive', 'encoder', 'full']), foundation: z.int().min(0) }),
  on: foundation,
})

/** One job as it stands in the queue. */
export const jobSchema = z.strictObject({
  schema: z.literal(1),
  /** As typed, but for a study file: it is named by its hash, never by a path. */
  study: z.strictObject({
    ref: text,
    set: z.array(text).max(1000),
    confirmatory: z.number().optional(),
    strengths: z.boolean().optional(),
  }),
  plugin: storedSchema.optional(),
  /** Of the run: study, program and backend. */
  hash,
  backend: z.enum(BACKENDS),
  events: z.enum(EVENT_LEVELS),
  /** A file of this name lies in the folder that the submitter shares. */
  shared: z.uuid().optional(),
  job: z.discriminatedUnion('kind', [foundation, trial]),
})
export type QueueJob = z.output<typeof jobSchema>

/** What a worker says of a finished job. */
export const resultSchema = z.strictObject({ pack: storedSchema, worker: text })
export type Result = z.output<typeof resultSchema>

/** Programs that make the same bytes. */
export const programSchema = z.strictObject({
  mettle: text,
  build: text,
  backend: z.enum(BACKENDS),
  /** Major version. */
  node: z.int(),
})
export type Program = z.output<typeof programSchema>

/** The program that runs here. */
export const queueProgram = ({ mettle, build, backend }: Pick<Program, 'mettle' | 'build' | 'backend'>): Program => ({
  mettle,
  build,
  backend,
  node: Number.parseInt(process.versions.node, 10),
})

const self = { id: text, host: text, pid: z.int(), program: programSchema }

/** A worker as others see it. */
export const workerSchema = z.strictObject({
  ...self,
  lanes: z.int().min(1),
  plugins: z.boolean(),
  running: z.array(text),
  done: z.int().min(0),
  failed: z.int().min(0),
})
export type WorkerFacts = z.output<typeof workerSchema>

/** A submitter as others see it. */
export const submitterSchema = z.strictObject({ ...self, study: text, hash, plugins: z.boolean() })
export type SubmitterFacts = z.output<typeof submitterSchema>

const short = (value: unknown, length: number) =>
  createHash('sha256').update(canonical(value)).digest('hex').slice(0, length)

/** Changes with what travels: versions of the queue that do not understand each other do not meet. */
const VERSION = 1

/** The queue of a program: a worker of another program never sees a job that it could not do. */
export const queueOf = (program: Program, plugins: boolean): string =>
  `study-${short({ ...program, version: VERSION }, 12)}${plugins ? '-plugins' : ''}`

/** The id of a job in the queue: two submitters of one study mean the same job. */
export const jobId = ({ hash, events }: Pick<QueueJob, 'hash' | 'events'>, folder: string): string =>
  `${folder}-${hash.slice(0, 16)}-${events}`

/** Why a worker of this program can do nothing for that submitter, or null. */
export function refusalOf(worker: Pick<WorkerFacts, 'program' | 'plugins'>, submitter: SubmitterFacts): string | null {
  const own = worker.program
  const expected = submitter.program
  const differing = (['mettle', 'build', 'backend', 'node'] as const).filter((key) => own[key] !== expected[key])
  if (differing.length > 0)
    return differing.map((key) => `expected ${WORDS[key]} ${expected[key]}, got ${own[key]}`).join('; ')
  if (submitter.plugins && !worker.plugins)
    return 'expected a worker that takes plugin files (--plugins), got one that does not'
  return null
}

const WORDS = { mettle: 'Mettle', build: 'build', backend: 'backend', node: 'Node' } as const
