import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import type { Weighed, WeighPrompt } from '../../agents/define.ts'
import { Fault } from '../../envs/fault.ts'
import { messageOf } from '../refusal/errors.ts'
import { normalised } from './letters.ts'
import type { Message } from './prompt.ts'
import type { Reply } from './replies.ts'
import { stopwatch } from './stopwatch.ts'

export interface GgufOptions {
  /** Of a GGUF file. */
  readonly path: string
  readonly temperature: number
  readonly maxTokens: number
  readonly seed: number | null
  /** Tokens that prompt and reply may take together. */
  readonly context: number
  readonly threads: number
}

/** A model in this process, on the CPU. One question at a time. */
export interface LocalModel {
  complete(messages: readonly Message[], signal?: AbortSignal): Promise<Reply>
  /** Exact: from the logits of the token that follows. */
  weigh(prompt: WeighPrompt, persona: string): Promise<Weighed>
  close(): Promise<void>
}

type Token = number
type Asked = Token | [Token, { generateNext: { probabilities: true } }]

/** As much of node-llama-cpp 3.22 as is used here; it is an optional peer, so its types may be missing. */
interface Library {
  getLlama(options: object): Promise<{ loadModel(options: object): Promise<Model>; dispose(): Promise<void> }>
  resolveChatWrapper(model: Model): { generateContextState(state: object): { contextText: Text } }
  LlamaChatSession: new (options: object) => Session
}
interface Text {
  tokenize(tokenizer: Model['tokenizer']): Token[]
}
interface Model {
  readonly tokenizer: unknown
  tokenize(text: string): Token[]
  createContext(options: object): Promise<{ getSequence(): Sequence }>
}
interface Sequence {
  readonly tokenMeter: { readonly usedInputTokens: number; readonly usedOutputTokens: number }
  readonly nextTokenIndex: number
  clearHistory(): Promise<void>
  eraseContextTokenRanges(ranges: { start: number; end: number }[]): Promise<void>
  controlledEvaluate(input: Asked[]): Promise<({ next: { probabilities?: Map<Token, number> } } | undefined)[]>
}
interface Session {
  setChatHistory(history: object[]): void
  promptWithMeta(text: string, options: object): Promise<{ responseText: string; stopReason: string }>
  dispose(): void
}

/** Loads on the first question, since a run may need none that was not answered before. */
export function localModel(options: GgufOptions): LocalModel {
  let opened: ReturnType<typeof open> | undefined
  let last: Promise<unknown> = Promise.resolve()
  const alone = <T>(run: (own: Awaited<ReturnType<typeof open>>) => Promise<T>): Promise<T> => {
    opened ??= open(options)
    const own = opened
    const next = last.then(async () => run(await own))
    last = next.catch(() => {})
    return next
  }
  return {
    complete: (messages, signal) => alone((own) => replied(own, options, messages, signal)),
    weigh: (prompt, persona) => alone((own) => weighed(own, prompt, persona)),
    async close() {
      await last
      await (await opened)?.llama.dispose()
    },
  }
}

async function open({ path, context, threads }: GgufOptions) {
  const library = await load()
  const llama = await library.getLlama({ build: 'never', gpu: false, logLevel: 'error' })
  const model = await llama.loadModel({ modelPath: path })
  const sequence = (await model.createContext({ contextSize: context, threads, swaFullCache: true })).getSequence()
  const begun: { prefix: readonly Token[] } = { prefix: [] }
  return { library, llama, model, sequence, begun, wrapper: library.resolveChatWrapper(model) }
}

/** @throws Fault that says how to have it */
async function load(): Promise<Library> {
  const name = process.env.METTLE_NODE_LLAMA_CPP ?? 'node-llama-cpp'
  try {
    return await import(name)
  } catch (error) {
    throw new Fault(
      'METTLE_AGENT',
      `agent gguf: expected the optional package node-llama-cpp 3.22 or later, got none (${messageOf(error)}). npm install node-llama-cpp`,
    )
  }
}

type Opened = Awaited<ReturnType<typeof open>>

async function replied(
  { library, sequence, begun }: Opened,
  { temperature, maxTokens, seed }: GgufOptions,
  messages: readonly Message[],
  signal?: AbortSignal,
): Promise<Reply> {
  const waited = stopwatch()
  begun.prefix = []
  await sequence.clearHistory()
  const { usedInputTokens: read, usedOutputTokens: written } = { ...meterOf(sequence) }
  const session = new library.LlamaChatSession({ contextSequence: sequence, autoDisposeSequence: false })
  session.setChatHistory(messages.slice(0, -1).map(({ role, content }) => ({ type: role, text: content })))
  const { responseText, stopReason } = await session.promptWithMeta(messages[messages.length - 1].content, {
    ...{ temperature, maxTokens, signal, stopOnAbortSignal: false },
    ...(seed !== null && { seed }),
  })
  session.dispose()
  const now = meterOf(sequence)
  const tokens = { prompt: now.usedInputTokens - read, completion: now.usedOutputTokens - written }
  return { text: responseText, cutOff: stopReason === 'maxTokens', tokens, seconds: waited(), tries: 1 }
}

const meterOf = ({ tokenMeter: { usedInputTokens, usedOutputTokens } }: Sequence) => ({
  usedInputTokens,
  usedOutputTokens,
})

/** What the reply is made to begin with, so that a letter is what follows. */
const OPENING = 'Option'

/**
 * Rules are read once for all questions that share them: always as one batch, so that whether they were there already
 * moves no bit of what follows.
 */
async function weighed(own: Opened, { rules, question, letters }: WeighPrompt, persona: string): Promise<Weighed> {
  const { model, sequence } = own
  const tokensOf = (asked: string) => [
    ...own.wrapper
      .generateContextState({ chatHistory: historyOf(persona, rules, asked) })
      .contextText.tokenize(model.tokenizer),
    ...model.tokenize(OPENING),
  ]
  const tokens = tokensOf(question)
  const shared = common(tokens, tokensOf('.'))
  await begin(own, tokens.slice(0, shared))
  const rest = tokens.slice(shared)
  const last = rest.length - 1
  const asked = rest.map((token, i): Asked => (i === last ? [token, { generateNext: { probabilities: true } }] : token))
  const all = (await sequence.controlledEvaluate(asked))[last]?.next.probabilities
  if (!all) throw new Fault('METTLE_AGENT', 'agent gguf: expected probabilities of the next token, got none')
  const of = (letter: string) => {
    const [token, ...more] = model.tokenize(` ${letter}`)
    return more.length === 0 ? (all.get(token) ?? 0) : 0
  }
  return { ...normalised(letters.map(of)), tokens: { prompt: tokens.length, completion: 1 } }
}

const historyOf = (persona: string, rules: string, question: string) => [
  { type: 'system', text: [persona, rules].filter(Boolean).join('\n\n') },
  { type: 'user', text: question },
  { type: 'model', response: [] },
]

/** How many tokens two lists begin with alike. */
function common(a: readonly Token[], b: readonly Token[]): number {
  const at = a.findIndex((token, i) => token !== b[i])
  return at === -1 ? a.length - 1 : at
}

async function begin(own: Opened, prefix: readonly Token[]): Promise<void> {
  const { sequence, begun } = own
  const there = begun.prefix.length === prefix.length && prefix.every((token, i) => token === begun.prefix[i])
  if (there && sequence.nextTokenIndex >= prefix.length)
    return sequence.eraseContextTokenRanges([{ start: prefix.length, end: sequence.nextTokenIndex }])
  await sequence.clearHistory()
  await sequence.controlledEvaluate([...prefix])
  begun.prefix = prefix
}

/** SHA-256 of a model's file, which may be larger than memory. */
export async function hashOfFile(path: string): Promise<string> {
  const hash = createHash('sha256')
  for await (const part of createReadStream(path)) hash.update(part)
  return hash.digest('hex')
}
