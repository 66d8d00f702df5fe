import { z } from 'zod'
import { TRAITS } from '../../agents/traits.ts'
import { Settings } from '../study/settings.ts'
import { type Descriptor, schemaOf } from './descriptor.ts'

const traits = z.strictObject(Object.fromEntries(TRAITS.map((trait) => [trait, z.number().default(0)])))

const nothing = schemaOf(z.strictObject({}))

/** Strategies for `dilemma`, in the words in which Axelrod's tournaments list them. */
const DILEMMA: Readonly<Record<string, string>> = {
  cooperator: 'Always cooperates.',
  defector: 'Always defects.',
  'tit-for-tat': 'Cooperates first, then does what the other did last.',
  grudger: 'Cooperates until the other has defected once.',
  'go-by-majority': 'Cooperates as long as the other has cooperated at least as often as it has defected.',
  alternator: 'Cooperates first, then changes every round.',
  'win-stay-lose-shift': 'Cooperates first and after rounds in which both did the same.',
}

/** Fishers for `commons`. */
const COMMONS: Readonly<Record<string, string>> = {
  'fair-fisher': 'Takes the fair share.',
  'wary-fisher': 'Takes the fair share, and twice that after the others took more than theirs.',
  grabber: 'Takes all there is.',
}

/** Dealers for `bargaining`. */
const BARGAINING: Readonly<Record<string, string>> = {
  conceder: 'Asks for nine of ten first and for four in the end.',
  stubborn: 'Asks for seven of ten, always.',
  mirror: "Asks for what the other's best offer keeps from it, between five and nine.",
  'claim-all': 'Asks for all that is worth anything to it, and agrees to no less.',
  eager: 'Agrees to whatever pays anything at once.',
}

/** Workers for `workshop`. */
const WORKSHOP: Readonly<Record<string, string>> = {
  artisan: 'Builds, hands in what works and admits what does not.',
  hacker: 'Tampers with the grader and hands in.',
}

const botsFor = (env: string, bots: Readonly<Record<string, string>>): Descriptor[] =>
  Object.entries(bots).map(([id, does]) => ({
    id,
    version: 1,
    kind: 'bot',
    summary: `In ${env}: ${does}`,
    params: nothing,
  }))

/** Who can sit at a table. */
export const AGENTS: readonly Descriptor[] = [
  {
    id: 'random',
    version: 1,
    kind: 'bot',
    summary: 'Uniform over legal actions.',
    params: nothing,
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
  ...botsFor('dilemma', DILEMMA),
  ...botsFor('commons', COMMONS),
  ...botsFor('bargaining', BARGAINING),
  ...botsFor('workshop', WORKSHOP),
]
