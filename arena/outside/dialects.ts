import { z } from 'zod'
import type { Message } from './prompt.ts'
import type { Reply } from './replies.ts'

/** How a model samples. */
export interface Sampling {
  readonly model: string
  readonly temperature: number
  readonly maxTokens: number
  /** Sent where it is given and the dialect has a place for it. */
  readonly seed: number | null
}

/** What an endpoint calls a question and a reply. */
export interface Dialect {
  /** Behind the base address. */
  readonly path: string
  /** @param key goes into one header and nowhere else */
  headers(key: string | undefined): Readonly<Record<string, string>>
  question(sampling: Sampling, messages: readonly Message[]): object
  /** @throws ZodError where it is none */
  reply(body: unknown): Omit<Reply, 'seconds' | 'tries'>
}

/** What chat completions tell of their cost. */
export const Spent = z.object({ prompt_tokens: z.number(), completion_tokens: z.number() }).nullish()

export const tokensOf = (usage: z.output<typeof Spent>): Pick<Reply, 'tokens'> =>
  usage ? { tokens: { prompt: usage.prompt_tokens, completion: usage.completion_tokens } } : {}

const Completion = z.object({
  choices: z
    .array(
      z.object({
        message: z.object({ content: z.string().nullish() }),
        finish_reason: z.string().nullish(),
      }),
    )
    .min(1),
  usage: Spent,
})

/** Chat completions: vLLM, Ollama, llama.cpp's server, most hosted ones. */
export const CHAT: Dialect = {
  path: '/chat/completions',
  headers: (key) => ({ ...(key && { authorization: `Bearer ${key}` }) }),
  question: ({ model, temperature, maxTokens, seed }, messages) => ({
    ...{ model, messages, temperature, max_tokens: maxTokens },
    ...(seed !== null && { seed }),
  }),
  reply(body) {
    const { choices, usage } = Completion.parse(body)
    const [{ message, finish_reason }] = choices
    return {
      text: message.content ?? '',
      cutOff: finish_reason === 'length',
      ...tokensOf(usage),
    }
  },
}

const Said = z.object({
  content: z.array(z.object({ type: z.string(), text: z.string().optional() })),
  stop_reason: z.string().nullish(),
  usage: z.object({ input_tokens: z.number(), output_tokens: z.number() }),
})

/** Anthropic's messages: the system prompt stands apart, and there is no seed. */
export const MESSAGES: Dialect = {
  path: '/v1/messages',
  headers: (key) => ({ 'anthropic-version': '2023-06-01', ...(key && { 'x-api-key': key }) }),
  question({ model, temperature, maxTokens }, messages) {
    const of = (system: boolean) => messages.filter(({ role }) => (role === 'system') === system)
    const system = of(true).map(({ content }) => content)
    return {
      ...{ model, temperature, max_tokens: maxTokens, messages: of(false) },
      ...(system.length > 0 && { system: system.join('\n\n') }),
    }
  },
  reply(body) {
    const { content, stop_reason, usage } = Said.parse(body)
    return {
      text: content.map(({ text = '' }) => text).join(''),
      cutOff: stop_reason === 'max_tokens',
      tokens: { prompt: usage.input_tokens, completion: usage.output_tokens },
    }
  },
}
