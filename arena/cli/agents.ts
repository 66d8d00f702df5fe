import { z } from 'zod'
import { TRAITS } from '../../agents/traits.ts'
import { Settings } from '../study.ts'
import { type Descriptor, schemaOf } from './descriptor.ts'

const traits = z.strictObject(Object.fromEntries(TRAITS.map((trait) => [trait, z.number().default(0)])))

/** Who can sit at a table. */
export const AGENTS: readonly Descriptor[] = [
  {
    id: 'random',
    version: 1,
    kind: 'bot',
    summary: 'Uniform over legal actions.',
    params: schemaOf(z.strictObject({})),
  },
  {
    id: 'writer',
    version: 1,
    kind: 'writer',
    summary: 'Scripted persona with a known trait vector, in SD; samples from its softmax policy.',
    params: schemaOf(z.strictObject({ traits })),
  },
  {
    id: 'mcts',
    version: 1,
    kind: 'search',
    summary: 'Information-set Monte Carlo tree search; sees what its seat sees and draws the rest.',
    params: schemaOf(
      z.strictObject({ iterations: z.int().min(1).default(200), exploration: z.number().min(0).default(1) }),
    ),
  },
  {
    id: 'network',
    version: 1,
    kind: 'network',
    summary: 'Learner with a motivation layer; imitates writers, is narrowed to the assistant, then competes.',
    params: schemaOf(Settings.shape.network),
  },
]
