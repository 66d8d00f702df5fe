import { versions } from '../program/build.ts'
import { schemasOf } from './schema.ts'
import type { Served } from './served.ts'

/** What `GET /metadata` tells. */
export function metadata({ env, seat, opponents, rules }: Served) {
  const who = seat === 'all' ? 'The client takes all seats.' : `The client takes seat ${seat} of ${env.seats}.`
  const others = seat === 'all' || env.seats === 1 ? '' : ` The others are drawn from ${opponents.length} opponents.`
  return {
    name: `mettle-${env.id}`,
    description: `The multi-agent game ${env.id} of Mettle. ${who}${others}`,
    readme_content: rules,
    version: versions().mettle,
    author: 'The Mettle authors',
    documentation_url: null,
  }
}

const answers = (description: string, schema: object = { type: 'object' }) => ({
  200: { description, content: { 'application/json': { schema } } },
})
const get = (summary: string, schema?: object) => ({ get: { summary, responses: answers(summary, schema) } })
const post = (summary: string, body: object, schema?: object) => ({
  post: {
    summary,
    requestBody: { required: true, content: { 'application/json': { schema: body } } },
    responses: answers(summary, schema),
  },
})

/** OpenEnv's HTTP interface 1.x, as `GET /openapi.json` tells it. */
export function openapi(served: Served) {
  const { action, observation, state } = schemasOf(served)
  const observed = {
    type: 'object',
    properties: {
      observation,
      reward: { anyOf: [{ type: 'number' }, { type: 'null' }] },
      done: { type: 'boolean' },
      metadata: { type: 'object' },
    },
    required: ['observation', 'reward', 'done'],
  }
  const { name, description } = metadata(served)
  const step = { type: 'object', properties: { action, timeout_s: { type: 'number' } }, required: ['action'] }
  return {
    openapi: '3.1.0',
    info: { title: name, version: '1.0.0', description },
    paths: {
      '/health': get('Whether the server is up.'),
      '/metadata': get('What is served.'),
      '/schema': get('JSON schemas of action, observation and state.'),
      '/reset': post('The opening of a match of its own; matches are played over /ws.', { type: 'object' }, observed),
      '/step': post('One action in a match of its own; matches are played over /ws.', step, observed),
      '/state': get('The state of no match: HTTP keeps none.', state),
      '/mcp': post('No tools are served.', { type: 'object' }),
    },
  }
}
