import { z } from 'zod'
import type { Env } from '../../envs/define.ts'
import { Fault } from '../../envs/fault.ts'
import { labelsOf } from './schema.ts'
import { type Served, seatsOf } from './served.ts'

/** OpenEnv's codes of errors. */
export type ErrorCode =
  | 'INVALID_JSON'
  | 'UNKNOWN_TYPE'
  | 'VALIDATION_ERROR'
  | 'EXECUTION_ERROR'
  | 'CAPACITY_REACHED'
  | 'FACTORY_ERROR'
  | 'SESSION_ERROR'

/** What a client did wrong: it is told, and its session goes on. */
export class ClientError extends Fault {
  override readonly name = 'ClientError'
  readonly wire: ErrorCode
  /** Where a message does not fit, one entry each. */
  readonly errors?: readonly object[]

  constructor(wire: ErrorCode, message: string, errors?: readonly object[]) {
    super('METTLE_HTTP', message)
    this.wire = wire
    this.errors = errors
  }
}

const seed = z.int().min(0).nullish()
const id = z.string().max(255).nullish()

/** Fields that nobody knows are ignored, as OpenEnv ignores them. */
export const ResetData = z.looseObject({ seed, episode_id: id, words: z.boolean().nullish() })
export type ResetData = z.output<typeof ResetData>

const Message = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('reset'), data: ResetData.default({}) }),
  z.strictObject({ type: z.literal('step'), data: z.record(z.string(), z.unknown()) }),
  z.strictObject({ type: z.literal('state'), data: z.unknown().optional() }),
  z.strictObject({ type: z.literal('close'), data: z.unknown().optional() }),
])
export type Message = z.output<typeof Message>
const TYPES = ['reset', 'step', 'state', 'close']

/** @throws ClientError */
export function messageIn(raw: string): Message {
  const value = parsed(raw)
  const type = (value as { type?: unknown } | null)?.type
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    invalid('a message', [problem([], 'an object')])
  if (typeof type !== 'string' || !TYPES.includes(type))
    throw new ClientError('UNKNOWN_TYPE', `Unknown message type: ${shown(type)}`)
  return fits(Message, value)
}

function parsed(raw: string): unknown {
  try {
    return JSON.parse(raw)
  } catch (error) {
    throw new ClientError('INVALID_JSON', `Invalid JSON: ${(error as Error).message.slice(0, 200)}`)
  }
}

/** @throws ClientError */
export function fits<S extends z.ZodType>(schema: S, value: unknown): z.output<S> {
  const result = schema.safeParse(value)
  if (result.success) return result.data
  return invalid(
    'Invalid message',
    result.error.issues.map(({ path, message }) => problem(path, message)),
  )
}

const problem = (loc: readonly PropertyKey[], msg: string) => ({ type: 'value_error', loc, msg })
const shown = (value: unknown): string => String(typeof value === 'string' ? value : typeof value).slice(0, 100)

function invalid(message: string, errors: readonly object[]): never {
  throw new ClientError('VALIDATION_ERROR', message, errors)
}

/** OpenEnv's own actions carry metadata; nothing reads it. */
const Action = z.strictObject({ action: z.string(), metadata: z.unknown().optional() })
const Actions = z.strictObject({
  actions: z.record(z.string().regex(/^\d{1,3}$/), z.int()),
  metadata: z.unknown().optional(),
})

const plain = (label: string): string => label.toLowerCase().replace(/\s+/g, '')

/** By label as text, compared without case and spaces; each env's are read once. */
const known = new WeakMap<Env, ReadonlyMap<string, number>>()

function indexOf(env: Env, label: string): number {
  const table = known.get(env) ?? new Map(labelsOf(env).map((each, index) => [plain(each), index]))
  known.set(env, table)
  const found = table.get(plain(label))
  if (found === undefined)
    invalid('Invalid action', [problem(['action'], `expected one of ${labelsOf(env).join(', ')}, got ${shown(label)}`)])
  return found as number
}

/**
 * Actions by seat, indices into the env's table: legal or not, but of this env, and for the seats that decide.
 * @throws ClientError
 */
export function actionsIn(served: Served, deciding: readonly number[], data: unknown): ReadonlyMap<number, number> {
  const { env, seat } = served
  if (seat !== 'all') return new Map([[seat, indexOf(env, fits(Action, data).action)]])
  const { actions } = fits(Actions, data)
  const strange = Object.keys(actions).find((key) => !seatsOf(served).includes(Number(key)))
  if (strange !== undefined)
    invalid('Invalid action', [problem(['actions', strange], `expected a seat below ${env.seats}`)])
  const wrong = Object.entries(actions).find(([, index]) => !env.actions[index])
  if (wrong)
    invalid('Invalid action', [problem(['actions', wrong[0]], `expected an index from 0 to ${env.actions.length - 1}`)])
  const absent = deciding.find((each) => actions[each] === undefined)
  if (absent !== undefined)
    invalid('Invalid action', [problem(['actions', absent], 'expected an action: this seat decides now')])
  return new Map(deciding.map((each) => [each, actions[each]]))
}
