import type { Env } from '../../envs/define.ts'
import { whoDecides } from '../outside/prompt.ts'
import type { View } from '../outside/view.ts'
import type { Episode } from './episode.ts'
import { type Served, seatsOf } from './served.ts'

/** The answer to a reset or a step, as OpenEnv has it: `reward`, `done` and `metadata` stand beside the observation. */
export interface Observed {
  readonly observation: Readonly<Record<string, unknown>>
  readonly reward: number | null
  readonly done: boolean
  /** After the end alone. */
  readonly metadata?: Readonly<Record<string, unknown>>
}

/** How an answer is made. */
export interface Telling {
  /** Null at a reset. @default the reward since the last answer */
  readonly first?: boolean
  /** What was wrong with the choice before, in words. */
  readonly problem?: string | null
  /** With all seats: whether words come along too. One seat always gets them. */
  readonly words?: boolean
}

/** What the client sees now. */
export function observed(
  served: Served,
  episode: Episode,
  { first = false, problem = null, words: said = false }: Telling,
) {
  const { over } = episode
  const all = seatsOf(served)
  const rewards = all.map((seat) => (first ? null : episode.paid(seat)))
  const observation =
    served.seat === 'all'
      ? { seats: all.map((seat) => numbers(served.env, episode, seat, said)), rewards, problem }
      : { ...text(served, episode, served.seat), problem }
  return {
    observation,
    reward: served.seat === 'all' ? null : rewards[0],
    done: over,
    ...(over && { metadata: metadataOf(served, episode) }),
  } satisfies Observed
}

const OVER = 'The match is over.'

/** One seat's turn for whoever reads or computes. */
function text({ env, rules }: Served, episode: Episode, seat: number) {
  if (episode.over) return { prompt: OVER, rules, legal: [], ...nothing(env) }
  return { rules, ...words(episode.view(seat)) }
}

function words(view: View) {
  const { prompt, legal, observation, mask } = view
  return {
    prompt: `${whoDecides(view)} ${prompt}`,
    legal: legal.map(({ label }) => label),
    ...{ observation, action_mask: mask },
  }
}

/** One of all seats, whether it decides now or not. */
function numbers(env: Env, episode: Episode, seat: number, said: boolean) {
  const decides = episode.deciding.includes(seat)
  if (!decides) return { decides, ...nothing(env), ...(said && { prompt: '', legal: [] }) }
  if (said) return { decides, ...words(episode.view(seat)) }
  const { observation, mask } = episode.numbers(seat)
  return { decides, observation, action_mask: mask }
}

const nothing = (env: Env) => ({
  observation: new Array<number>(env.observationSize).fill(0),
  action_mask: new Array<number>(env.actions.length).fill(0),
})

/** For the logs of a trainer: what the episode was, as writers and measures read it. */
function metadataOf(served: Served, episode: Episode) {
  const { own, ...outcome } = episode.outcome()
  if (served.seat === 'all') return { ...outcome, seats: seatsOf(served).map((seat) => own[seat]) }
  const { scores, power, rigged, agents } = outcome
  return {
    ...own[served.seat],
    score: scores[served.seat],
    power: power[served.seat],
    scores,
    powers: power,
    rigged,
    agents,
  }
}
