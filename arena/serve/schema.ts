import type { Env } from '../../envs/define.ts'
import { type Served, seatsOf } from './served.ts'

const strict = (title: string, properties: Readonly<Record<string, object>>, optional: readonly string[] = []) => ({
  title,
  type: 'object',
  properties,
  required: Object.keys(properties).filter((key) => !optional.includes(key)),
  additionalProperties: false,
})
const text = (description: string) => ({ type: 'string', description })
const list = (items: object, description: string) => ({ type: 'array', items, description })

/** Labels of the env's actions, in the order of the action mask. */
export const labelsOf = ({ actions }: Env): string[] => actions.map(({ label }) => label)

/** JSON schemas of what goes in and out, as `GET /schema` tells them. */
export const schemasOf = (served: Served) => ({
  action: served.seat === 'all' ? actionsOfAll(served) : actionOfOne(served),
  observation: served.seat === 'all' ? observationOfAll(served) : observationOfOne(served.env),
  state: {
    title: 'MettleState',
    type: 'object',
    properties: {
      episode_id: { anyOf: [{ type: 'string' }, { type: 'null' }] },
      step_count: { type: 'integer', minimum: 0 },
    },
    required: ['episode_id', 'step_count'],
  },
})

// One required field: verifiers then takes a model's bare text for it. A title of Action alone would switch it to MCP.
const actionOfOne = ({ env }: Served) =>
  strict('MettleAction', {
    action: { type: 'string', enum: labelsOf(env), description: 'A label; `legal` says which may be chosen now.' },
  })

const actionsOfAll = ({ env, ...rest }: Served) =>
  strict('MettleActions', {
    actions: {
      ...strict(
        'BySeat',
        Object.fromEntries(
          seatsOf({ env, ...rest }).map((seat) => [
            seat,
            { type: 'integer', minimum: 0, maximum: env.actions.length - 1 },
          ]),
        ),
      ),
      required: [],
      description: 'For every seat that decides now, the index of an action in its mask.',
    },
  })

const turn = (env: Env) => ({
  observation: { ...list({ type: 'number' }, 'What the seat sees, as networks do.'), ...exactly(env.observationSize) },
  action_mask: {
    ...list({ type: 'integer', enum: [0, 1] }, `1 where an action may be chosen now, of: ${labelsOf(env).join(', ')}.`),
    ...exactly(env.actions.length),
  },
})
const exactly = (length: number) => ({ minItems: length, maxItems: length })

const problem = {
  anyOf: [{ type: 'string' }, { type: 'null' }],
  description: 'Why the last action was not taken, or that one was drawn in its place; null where it was taken.',
}

const observationOfOne = (env: Env) =>
  strict('MettleObservation', {
    prompt: text('What the seat sees now, in words.'),
    rules: text('The rules as players read them.'),
    legal: list({ type: 'string' }, 'Labels that may be chosen now, in an order drawn for every turn.'),
    ...turn(env),
    problem,
  })

const observationOfAll = ({ env }: Served) =>
  strict('MettleObservations', {
    seats: {
      ...list(
        strict(
          'Seat',
          {
            decides: {
              type: 'boolean',
              description: 'Whether the seat takes an action now; its numbers are 0 where not.',
            },
            ...turn(env),
            prompt: text('Where words were asked for at the reset.'),
            legal: list({ type: 'string' }, 'Likewise.'),
          },
          ['prompt', 'legal'],
        ),
        'By seat.',
      ),
      ...exactly(env.seats),
    },
    rewards: {
      ...list({ anyOf: [{ type: 'number' }, { type: 'null' }] }, 'By seat, since the last answer; null at a reset.'),
      ...exactly(env.seats),
    },
    problem,
  })
