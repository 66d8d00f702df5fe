import { existsSync } from 'node:fs'
import { z } from 'zod'
import { defineAgent } from '../../agents/define.ts'
import { TRAITS, type Trait } from '../../agents/traits.ts'
import type { Env } from '../../envs/define.ts'
import { refuse } from '../refusal/errors.ts'
import { splitCommand } from './command.ts'
import { CHAT, type Dialect, MESSAGES } from './dialects.ts'
import { complete, weigh } from './endpoint.ts'
import { hashOfFile, localModel } from './gguf.ts'
import { modelAgent } from './model.ts'
import { processAgent } from './process.ts'
import { personaWords } from './prompt.ts'

const level = z.number().min(-3).max(3).default(0).describe('Trait of the persona that it is told to be, SD, −3 … 3.')
const persona = Object.fromEntries(TRAITS.map((trait) => [trait, level])) as Record<Trait, typeof level>
const codes = z.boolean().default(false).describe('Whether labels of actions are replaced by codes without meaning.')

/** What every language model takes. */
export const MODEL_PARAMS = {
  temperature: z.number().min(0).max(2).default(1).describe('Sampling temperature, 0 … 2.'),
  maxTokens: z.int().min(1).max(100_000).default(512).describe('Tokens of a reply, 1 … 100000.'),
  seed: z
    .int()
    .min(0)
    .max(2_147_483_647)
    .nullable()
    .default(null)
    .describe('Seed of its sampling, where it heeds one.'),
  budget: z
    .int()
    .min(1)
    .nullable()
    .default(null)
    .describe('Tokens after which nothing more is asked; none where null.'),
  system: z.string().default('').describe('What it is told before the rules, in words.'),
  codes,
  ...persona,
}

/** System prompt and persona, as they stand before the rules. */
export const toldOf = ({ system, ...rest }: { readonly system: string } & Readonly<Record<Trait, number>>): string =>
  [system, personaWords(rest)].filter(Boolean).join('\n\n')

const price = z.number().min(0).nullable().default(null)

/** What every model behind an endpoint takes. */
const ENDPOINT_PARAMS = {
  ...MODEL_PARAMS,
  concurrency: z.int().min(1).max(256).default(8).describe('Requests that are open at once, 1 … 256.'),
  timeout: z.number().min(1).max(3600).default(180).describe('Seconds without an answer that end a request, 1 … 3600.'),
  prompt: price.describe('Price of a million tokens of prompts; none where null.'),
  completion: price.describe('Price of a million tokens of replies; none where null.'),
}
const keyOf = (name: string) =>
  z.string().default(name).describe('Name of the environment variable that holds the key.')

/** A model behind an endpoint, in the endpoint's dialect. */
function behind(
  name: string,
  [model, base]: readonly [model: string, base: string],
  params: z.output<z.ZodObject<typeof ENDPOINT_PARAMS>> & { readonly key: string },
  dialect: Dialect,
) {
  const { temperature, maxTokens, seed, budget, concurrency, timeout, key, prompt, completion } = params
  const options = { base, model, temperature, maxTokens, seed, timeout, key: process.env[key] }
  return {
    ...modelAgent({
      ...{ id: name, codes: params.codes, concurrency, budget, persona: toldOf(params) },
      model: { model, base, temperature, maxTokens, seed },
      prices: prompt === null || completion === null ? null : { prompt, completion },
      complete: (messages, signal) => complete(options, dialect, messages, signal),
      ...(dialect === CHAT && { weigh: (question, persona, signal) => weigh(options, question, persona, signal) }),
    }),
    refuses: speechless,
  }
}

/** `openai:MODEL@BASE_URL?temperature=0&PWR=2`: a model behind any chat-completions endpoint. */
export const endpointPlugin = defineAgent({
  id: 'openai',
  version: 1,
  kind: 'model',
  summary: 'A language model behind any chat-completions endpoint: openai:MODEL@BASE_URL?temperature=0&PWR=2.',
  params: z.strictObject({
    target: z.string().describe('MODEL@BASE_URL, as llama3.2@http://localhost:11434/v1.'),
    ...ENDPOINT_PARAMS,
    key: keyOf('OPENAI_API_KEY'),
  }),
  plays: 'any',
  create: (params, name) => behind(name, modelAt(name, params.target), params, CHAT),
})

const ANTHROPIC = 'https://api.anthropic.com'

/** `anthropic:MODEL?temperature=0&PWR=2`: a model behind Anthropic's messages endpoint, or one that speaks it. */
export const anthropicPlugin = defineAgent({
  id: 'anthropic',
  version: 1,
  kind: 'model',
  summary: "A language model behind Anthropic's messages endpoint: anthropic:MODEL?temperature=0&PWR=2.",
  params: z.strictObject({
    target: z.string().describe(`MODEL, or MODEL@BASE_URL where it is not ${ANTHROPIC}.`),
    ...ENDPOINT_PARAMS,
    temperature: z.number().min(0).max(1).default(1).describe('Sampling temperature, 0 … 1.'),
    key: keyOf('ANTHROPIC_API_KEY'),
  }),
  plays: 'any',
  create(params, name) {
    const { target } = params
    return behind(name, modelAt(name, target.includes('@') ? target : `${target}@${ANTHROPIC}`), params, MESSAGES)
  },
})

/** `gguf:FILE?temperature=0`: a model in this process, through node-llama-cpp. */
export const ggufPlugin = defineAgent({
  id: 'gguf',
  version: 1,
  kind: 'model',
  summary: 'A language model from a GGUF file, in this process on the CPU: gguf:model.gguf?temperature=0&PWR=2.',
  params: z.strictObject({
    target: z.string().describe('Path of the GGUF file.'),
    ...MODEL_PARAMS,
    context: z.int().min(256).max(1_000_000).default(4096).describe('Tokens of prompt and reply, 256 … 1000000.'),
    threads: z.int().min(1).max(512).default(2).describe('Threads, 1 … 512; their number may move last bits.'),
  }),
  plays: 'any',
  async create(params, name) {
    const { target, temperature, maxTokens, seed, budget, context, threads } = params
    if (!existsSync(target)) refuse(`agent ${name}`, 'the path of a GGUF file', 'no such file')
    const sha256 = await hashOfFile(target)
    const local = localModel({ path: target, temperature, maxTokens, seed, context, threads })
    return {
      ...modelAgent({
        ...{ id: name, codes: params.codes, concurrency: 1, budget, persona: toldOf(params), prices: null },
        model: { sha256, temperature, maxTokens, seed, context, threads },
        ...local,
      }),
      sha256,
      refuses: speechless,
    }
  },
})

/** `process:"COMMAND"?timeout=10`: any program, by JSON lines. */
export const processPlugin = defineAgent({
  id: 'process',
  version: 1,
  kind: 'process',
  summary: 'Any program, by JSON lines on standard input and output: process:"python3 bot.py"?timeout=10.',
  params: z.strictObject({
    target: z.string().describe('The program and its arguments, in quotes; no shell reads them.'),
    timeout: z.number().min(0.1).max(3600).default(30).describe('Seconds for one decision, .1 … 3600.'),
    codes,
  }),
  plays: 'any',
  create: ({ target, timeout, codes }, name) =>
    processAgent({ id: name, command: splitCommand(target), timeout, codes }),
})

/** Who reads only words can play only where there are some. */
const speechless = ({ rules }: Env): string | undefined =>
  rules === '' ? 'one that reads rules, and the env gives none (`rules` of its spec)' : undefined

function modelAt(name: string, target: string): [model: string, base: string] {
  const [, model, base] = /^(.+?)@(https?:\/\/.+)$/.exec(target) ?? []
  if (!URL.canParse(base ?? ''))
    return refuse(`agent ${name}`, 'MODEL@BASE_URL, as llama3.2@http://localhost:11434/v1', target)
  const { username, password, search } = new URL(base)
  // Neither the name nor the address may be shown: they hold it.
  if (username || password || search)
    return refuse(
      `agent ${model}`,
      'an address without a key in it',
      'one with',
      'Put the key into an environment variable, key=NAME',
    )
  return [model, base]
}
