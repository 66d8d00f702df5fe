import { createHash } from 'node:crypto'
import { z } from 'zod'
import { BACKENDS } from '../../agents/backend.ts'
import { canonical } from '../program/canonical.ts'

/*
 * What travels between submitter and workers. All of it is small: files go through the blob store by their hash. A
 * reader believes nothing that it did not parse, since who may write to the server may write anything.
 */

export const hash = z.string().regex(/^[0-9a-f]{64}$/)
export const text = z.string().max(1000)

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
const VERSION = 2

/** The queue of a program: a worker of another program never sees a job that it could not do. */
export const queueOf = (program: Program, plugins: boolean): string =>
  `jobs-${short({ ...program, version: VERSION }, 12)}${plugins ? '-plugins' : ''}`

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
