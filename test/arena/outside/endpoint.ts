import { createServer, type IncomingMessage, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'

/** How a scripted endpoint behaves, by the name of the model that it is asked for. */
export const BEHAVIOURS = [
  'first',
  'illegal',
  'prose',
  'cut-off',
  'empty',
  'late',
  'dead',
  'busy',
  'second',
  'obeys',
  'refused',
  'tells',
] as const
export type Behaviour = (typeof BEHAVIOURS)[number]

export interface Scripted {
  readonly base: string
  /** Bodies that it was asked with, in order, and the keys that came with them. */
  readonly asked: {
    readonly model: Behaviour
    readonly system?: string
    readonly messages: readonly { readonly role: string; readonly content: string }[]
  }[]
  readonly keys: (string | undefined)[]
  close(): Promise<void>
}

/** What one says might have stood first: letters with and without a space before them, and what is no letter. */
const TOLD = [
  { token: ' B', logprob: Math.log(0.5) },
  { token: 'A', logprob: Math.log(0.2) },
  { token: 'B', logprob: Math.log(0.1) },
  { token: 'Well', logprob: Math.log(0.2) },
]

/** An endpoint that answers as its script says, chat completions or, under /v1/messages, Anthropic's messages. */
export async function scripted(): Promise<Scripted> {
  const asked: Scripted['asked'] = []
  const keys: Scripted['keys'] = []
  let requests = 0
  const server: Server = createServer(async (request, response) => {
    const body = JSON.parse(await textOf(request))
    requests += 1
    asked.push(body)
    const anthropic = request.url === '/v1/messages'
    keys.push(anthropic ? (request.headers['x-api-key'] as string) : request.headers.authorization)
    const { model, messages } = body
    const question = messages.find(({ role }: { role: string }) => role === 'user').content as string
    const [, label] = /^(?:- |A\. )(.*)$/m.exec(question) as unknown as [string, string]
    const move = `I think aloud.\n{"action": "${label}"}`
    const say = (content: string, finish_reason = 'stop') =>
      response.setHeader('content-type', 'application/json').end(
        JSON.stringify(
          anthropic
            ? {
                content: [{ type: 'text', text: content }],
                stop_reason: finish_reason === 'length' ? 'max_tokens' : 'end_turn',
                usage: { input_tokens: 10, output_tokens: 2 },
              }
            : {
                choices: [{ message: { content }, finish_reason }],
                usage: { prompt_tokens: 10, completion_tokens: 2 },
              },
        ),
      )
    const acts: Readonly<Record<Behaviour, () => unknown>> = {
      first: () => say(move),
      tells: () =>
        response.end(
          JSON.stringify({
            choices: [{ logprobs: { content: [{ top_logprobs: TOLD }] } }],
            usage: { prompt_tokens: 10, completion_tokens: 1 },
          }),
        ),
      obeys: () => {
        const all = [...question.matchAll(/^- (.*)$/gm)].map(([, each]) => each).sort()
        say(`{"action": "${question.includes('forbidden') ? all[all.length - 1] : all[0]}"}`)
      },
      illegal: () => say('{"action": "take everything"}'),
      prose: () => say(`I choose ${label}.`),
      'cut-off': () => say('Let me think about', 'length'),
      empty: () => say(''),
      late: () => {},
      dead: () => request.socket.destroy(),
      busy: () => (requests % 2 === 1 ? response.writeHead(503, { 'retry-after': '0.01' }).end() : say(move)),
      second: () =>
        say(
          messages.filter(({ role }: { role: string }) => role === 'user').length > 1
            ? move
            : '{"action": "nothing of the kind"}',
        ),
      refused: () => response.writeHead(401).end(['no such key', keys.at(-1)].filter(Boolean).join(': ')),
    }
    acts[model as Behaviour]()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    base: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
    asked,
    keys,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections()
        server.close(() => resolve())
      }),
  }
}

async function textOf(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = []
  for await (const part of request) parts.push(part as Buffer)
  return Buffer.concat(parts).toString()
}
