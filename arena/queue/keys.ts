/** BullMQ's keys begin with this. */
export const PREFIX = 'mettle'

/** Keys of what is stored beside the queues. */
const own = (...parts: readonly string[]) => ['mettle-store', ...parts].join(':')

export const keys = {
  /** Chunks of a byte string, by their number. */
  blob: (name: string) => own('blob', name),
  /** Where the files of a finished job are. */
  result: (id: string) => own('result', id),
  /** Submitters that still want a result. */
  wants: (id: string) => own('wants', id),
  /** Who is there: ids, and facts that expire by themselves. */
  members: (role: 'worker' | 'submitter') => own(`${role}s`),
  member: (role: 'worker' | 'submitter', id: string) => own(role, id),
  /** Names of all queues. */
  queues: own('queues'),
  /** How often a queue was drained. */
  drained: (queue: string) => own('drained', queue),
  /** The channel on which workers ask for foundations that they lack. */
  asks: own('asks'),
} as const

/** How long what nobody fetched is kept, s: a submitter that was killed may come back the next day. */
export const KEPT = 86_400
/** How long a foundation stays once its submitter has it, s: workers ask again for one that is gone. */
export const OFFERED = 600
/** How long somebody counts as there after a sign of life, s, and how often one is given, ms. */
export const ALIVE = 15
export const BEAT = 4000
