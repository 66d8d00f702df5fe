import type { Agent, Failure, PortAnswer, PortAsk, Usage, Weighed, WeighPrompt } from '../../agents/define.ts'
import { Fault } from '../../envs/fault.ts'
import { againOf, type Message, messagesOf } from './prompt.ts'
import { openReplies, type Question, type Replies, type Reply } from './replies.ts'
import { readReply } from './reply.ts'
import { stopwatch } from './stopwatch.ts'
import { viewOf } from './view.ts'

/** Why no reply came. What is wrong with the settings is an error instead, since every other question would fail too. */
export class NoReply extends Error {
  readonly failure: Extract<Failure, 'LATE' | 'DEAD'>
  constructor(failure: Extract<Failure, 'LATE' | 'DEAD'>, message: string) {
    super(message)
    this.failure = failure
  }
}

export interface ModelOptions {
  readonly id: string
  /** What fixes how it replies: the model or the hash of its file, and how it samples. */
  readonly model: Question['model']
  /** Who it is told to be; empty for nobody in particular. */
  readonly persona: string
  /** Whether labels are replaced by codes. */
  readonly codes: boolean
  /** Questions that are open at once, 1 or more. */
  readonly concurrency: number
  /** Tokens, prompts included, after which nothing more is asked; null for no limit. */
  readonly budget: number | null
  /** Price of a million tokens of prompts and of replies; null where nobody knows. */
  readonly prices: { readonly prompt: number; readonly completion: number } | null
  /** Probabilities of options, where the model tells them. @param persona as it stands before the rules */
  weigh?(prompt: WeighPrompt, persona: string, signal?: AbortSignal): Promise<Weighed | null>
  /** @throws NoReply */
  complete(messages: readonly Message[], signal?: AbortSignal): Promise<Reply>
  close?(): Promise<void>
}

/** Decisions without any reply in a row, after which nobody waits for the model any more. */
const GONE = 3

/** A language model at the table. A move has two attempts; what is no legal move then is forfeited (`bridges.md` §2). */
export function modelAgent(options: ModelOptions): Agent<null> {
  const { id, persona, codes, concurrency, budget, prices } = options
  let replies: Replies = openReplies()
  let [asked, prompt, completion, seconds, silent] = [0, 0, 0, 0, 0]

  const refuseBeyondBudget = () => void (budget !== null && prompt + completion >= budget && spent(id, budget))

  const count = (tokens: Reply['tokens']) => {
    prompt += tokens?.prompt ?? 0
    completion += tokens?.completion ?? 0
  }

  async function replyTo(messages: readonly Message[], draw: string, signal?: AbortSignal): Promise<Reply> {
    const question = { model: options.model, messages, draw }
    const known = replies.get(question)
    if (known) return known
    refuseBeyondBudget()
    const reply = await options.complete(messages, signal)
    replies.put(question, reply)
    return reply
  }

  async function weighed(put: WeighPrompt, signal?: AbortSignal): Promise<Weighed | null> {
    const question = { model: options.model, messages: [], draw: 'weigh', prompt: put, persona }
    const known = replies.get(question)
    if (known) return JSON.parse(known.text)
    refuseBeyondBudget()
    const waited = stopwatch()
    const found = (await options.weigh?.(put, persona, signal)) ?? null
    count(found?.tokens)
    asked += 1
    seconds += waited()
    replies.put(question, { text: JSON.stringify(found), cutOff: false, seconds: waited(), tries: 1 })
    return found
  }

  async function decide(ask: PortAsk, signal?: AbortSignal): Promise<PortAnswer<null>> {
    asked += 1
    if (silent >= GONE) return { action: null, failure: 'DEAD', memory: null }
    const view = viewOf(ask, codes)
    const first = messagesOf(view, persona, ask.put?.words)
    let [messages, illegal]: [readonly Message[], number] = [first, 0]
    for (let attempt = 0; ; attempt++) {
      const draw = `${view.match}/${view.tick}/${view.seat}/${attempt}`
      const reply = await replyTo(messages, draw, signal)
      silent = 0
      count(reply.tokens)
      seconds += reply.seconds
      const read = readReply(reply.text, view.legal, reply.cutOff)
      if (read.action !== null) return { action: read.action, memory: null, illegal }
      illegal += read.failure === 'ILLEGAL' ? 1 : 0
      if (attempt > 0) return { action: null, failure: read.failure, memory: null, illegal }
      messages = againOf(first, reply.text, read)
    }
  }

  /** Transport that failed is a forfeit, and is asked again when the run is: it is no reply. */
  const orForfeit = (ask: PortAsk, signal?: AbortSignal) =>
    decide(ask, signal).catch((error): PortAnswer<null> => {
      if (signal?.aborted || !(error instanceof NoReply)) throw error
      silent += 1
      return { action: null, failure: error.failure, memory: null }
    })

  return {
    id,
    start: () => null,
    decide: () => refuseToWait(id),
    port: {
      reads: 'words',
      answer: (asks, signal) => limited(asks, concurrency, (ask) => orForfeit(ask, signal)),
      open(folder) {
        replies = openReplies(folder)
      },
      usage: (): Usage => ({
        ...{ asked, seconds, tokens: { prompt, completion } },
        ...(prices && { cost: (prompt * prices.prompt + completion * prices.completion) / 1e6 }),
      }),
      ...(options.weigh && { weigh: weighed }),
      ...(options.close && { close: options.close }),
    },
  }
}

/** What `decide` of an agent outside the process says. */
export function refuseToWait(id: string): never {
  throw new Fault(
    'METTLE_AGENT',
    `agent ${id}: expected a caller that waits for agents outside the process (tournament, battery), got one that does not: training is synchronous`,
  )
}

function spent(id: string, budget: number): never {
  throw new Fault('METTLE_AGENT', `agent ${id}: its budget of ${budget} tokens is spent. Raise it (budget=N) and go on`)
}

/** In order, with so many at once. */
export async function limited<T, R>(all: readonly T[], most: number, run: (each: T) => Promise<R>): Promise<R[]> {
  const out = new Array<R>(all.length)
  let next = 0
  const line = async () => {
    for (let i = next++; i < all.length; i = next++) out[i] = await run(all[i])
  }
  await Promise.all(Array.from({ length: Math.min(most, all.length) }, line))
  return out
}
