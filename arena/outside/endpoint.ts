import { setTimeout as sleep } from 'node:timers/promises'
import { z } from 'zod'
import type { Weighed, WeighPrompt } from '../../agents/define.ts'
import { Fault } from '../../envs/fault.ts'
import { createRng } from '../../envs/random.ts'
import { CHAT, type Dialect, type Sampling, Spent, tokensOf } from './dialects.ts'
import { normalised } from './letters.ts'
import { NoReply } from './model.ts'
import type { Message } from './prompt.ts'
import type { Reply } from './replies.ts'
import { stopwatch } from './stopwatch.ts'

export interface EndpointOptions extends Sampling {
  /** As "http://localhost:8000/v1". */
  readonly base: string
  /** Seconds without an answer after which a request is given up. */
  readonly timeout: number
  /** The key itself; it goes into one header and nowhere else. */
  readonly key: string | undefined
}

/** Requests for one reply at most, seconds before the second, and time-outs of one request that all may take together. */
const [TRIES, WAIT, LONGEST] = [4, 1, 2]

/** Choices by the tokens that could have stood first. */
const Likely = z.object({
  choices: z
    .array(
      z.object({
        logprobs: z
          .object({
            content: z
              .array(z.object({ top_logprobs: z.array(z.object({ token: z.string(), logprob: z.number() })) }))
              .min(1),
          })
          .nullish(),
      }),
    )
    .min(1),
  usage: Spent,
})

/**
 * Asks an endpoint in its dialect. Busy and broken servers are asked again after 1, 2 and 4 s ± 25 %, or when they say.
 * @throws NoReply where none comes; Fault where the endpoint refuses what it is asked, with its own words
 */
export async function complete(
  options: EndpointOptions,
  dialect: Dialect,
  messages: readonly Message[],
  signal?: AbortSignal,
): Promise<Reply> {
  const { body, seconds, tries } = await asked(options, dialect, dialect.question(options, messages), signal)
  return { ...dialect.reply(body), seconds, tries }
}

async function asked(options: EndpointOptions, dialect: Dialect, body: object, signal?: AbortSignal) {
  const waited = stopwatch()
  const jitter = createRng(JSON.stringify(body))
  for (let attempt = 1; ; attempt++) {
    const got = await request(options, dialect, body, signal)
    if ('body' in got) return { body: got.body, seconds: waited(), tries: attempt }
    const wait = got.after ?? WAIT * (1 << (attempt - 1)) * (0.75 + 0.5 * jitter.uniform())
    if (attempt === TRIES || waited() + wait > LONGEST * options.timeout)
      throw new NoReply(got.failure, `${options.base}: ${got.why}, asked ${attempt} times`)
    await sleep(1000 * wait, undefined, { signal })
  }
}

/** Alternatives of a token that endpoints tell at most. */
const TOP = 20

/**
 * How likely each letter is as the whole answer, from the log-probabilities of the first token; null where the endpoint
 * tells none, or none of the letters is among the 20 likeliest. Chat completions alone have them. @throws as `complete`
 */
export async function weigh(
  options: EndpointOptions,
  { rules, question, letters }: WeighPrompt,
  persona: string,
  signal?: AbortSignal,
): Promise<Weighed | null> {
  const messages: Message[] = [
    { role: 'system', content: [persona, rules].filter(Boolean).join('\n\n') },
    { role: 'user', content: `${question}\n\nAnswer with the letter alone.` },
  ]
  const likely = { model: options.model, messages, max_tokens: 1, logprobs: true, top_logprobs: TOP }
  const found = await asked(options, CHAT, likely, signal)
  const {
    choices: [{ logprobs }],
    usage,
  } = Likely.parse(found.body)
  const top = logprobs?.content[0].top_logprobs
  if (!top) return null
  const mass = letters.map((letter) =>
    top.reduce((sum, { token, logprob }) => sum + (token.trim() === letter ? Math.exp(logprob) : 0), 0),
  )
  return mass.some((x) => x > 0) ? { ...normalised(mass), ...tokensOf(usage) } : null
}

type Got =
  | { readonly body: unknown }
  | { readonly failure: NoReply['failure']; readonly why: string; readonly after?: number }

async function request(
  options: EndpointOptions,
  { path, headers }: Dialect,
  body: object,
  signal?: AbortSignal,
): Promise<Got> {
  const { base, timeout, key } = options
  const late = AbortSignal.timeout(1000 * timeout)
  try {
    const response = await fetch(`${base.replace(/\/+$/, '')}${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers(key) },
      body: JSON.stringify(body),
      signal: signal ? AbortSignal.any([signal, late]) : late,
    })
    if (response.status === 429 || response.status === 408 || response.status >= 500) return busy(response)
    if (!response.ok) await refused(options, response)
    return { body: await response.json() }
  } catch (error) {
    if (signal?.aborted || error instanceof Fault) throw error
    if (late.aborted) return { failure: 'LATE', why: `no answer within ${timeout} s` }
    return { failure: 'DEAD', why: whyOf(error) }
  }
}

/** Longest pause that a busy server may ask for, s. */
const PAUSE = 60

async function busy(response: Response): Promise<Got> {
  await response.body?.cancel()
  const after = Number(response.headers.get('retry-after'))
  const failure = response.status === 408 ? 'LATE' : 'DEAD'
  return { failure, why: `status ${response.status}`, ...(after > 0 && { after: Math.min(after, PAUSE) }) }
}

async function refused({ base, model, key }: EndpointOptions, response: Response): Promise<never> {
  const words = await response.text()
  const said = (key ? words.replaceAll(key, '…') : words).slice(0, 300)
  throw new Fault(
    'METTLE_AGENT',
    `${base}: expected a reply of ${model}, got status ${response.status} (${said}). Check model, address and key (key=NAME names the environment variable that holds it)`,
  )
}

function whyOf(error: unknown): string {
  const { message, cause } = error as Error & { cause?: { code?: string } }
  return cause?.code ?? message.split('\n')[0]
}
