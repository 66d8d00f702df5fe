import { createRng, type Rng } from '../../envs/random.ts'
import { ASKS } from '../play/asking.ts'
import { messageOf } from '../refusal/errors.ts'
import { type Episode, openEpisode } from './episode.ts'
import { actionsIn, ClientError, type Message, messageIn, type ResetData } from './messages.ts'
import { type Observed, observed } from './observation.ts'
import type { Served } from './served.ts'

/** What goes out over the wire. */
export type Reply =
  | { readonly type: 'observation'; readonly data: Observed }
  | { readonly type: 'state'; readonly data: { readonly episode_id: string | null; readonly step_count: number } }
  | { readonly type: 'error'; readonly data: Readonly<Record<string, unknown>> }

/** One connection: one match at a time, that nobody else reaches. */
export interface Session {
  /** @returns null where the client is done. What it does wrong is answered, never thrown */
  answer(raw: string): Promise<Reply | null>
  /** Gives up what is going on. */
  end(): void
}

/** An episode that a client asks for. @param place of the session and the episode, for episodes without a seed */
export function openAsked(served: Served, { seed }: ResetData, place: Rng, signal?: AbortSignal): Promise<Episode> {
  const draw = (typeof seed === 'number' ? createRng(seed) : place).fork('episode')
  // Agents outside tell matches apart by their streams: two sessions on one seed must not meet there.
  const outside = served.opponents.some(({ port }) => port)
  return openEpisode(served, draw, signal, outside ? place.fork('streams').seed : undefined)
}

/** @param number of the session since the server started: episodes without a seed follow from it */
export function createSession(served: Served, number: number): Session {
  const own = createRng(served.seed).fork('session').fork(number)
  const stop = new AbortController()
  let episode: Episode | undefined
  let [name, opened, steps, failed, words] = [null as string | null, 0, 0, 0, false]

  async function reset(data: ResetData): Promise<Observed> {
    episode = undefined
    opened += 1
    episode = await openAsked(served, data, own.fork(opened), stop.signal)
    name = data.episode_id ?? `${number}-${opened}`
    ;[steps, failed, words] = [0, 0, data.words === true]
    return observed(served, episode, { first: true, words })
  }

  async function step(data: unknown): Promise<Observed> {
    const playing = episode
    if (!playing) throw new ClientError('EXECUTION_ERROR', 'No episode is open: reset first')
    if (playing.over) throw new ClientError('EXECUTION_ERROR', 'The episode is over: reset for another')
    const actions = actionsIn(served, playing.deciding, data)
    const illegal = [...actions].find(([seat, action]) => playing.numbers(seat).mask[action] !== 1)
    steps += 1
    failed = illegal ? failed + 1 : 0
    // As inside: a choice that is not legal changes nothing, and what stays so is forfeited (`play/asking.ts`).
    const problem = illegal && problemOf(served, illegal, failed)
    if (!illegal || failed === ASKS) {
      failed = 0
      await playing.act(actions)
    }
    return observed(served, playing, { problem: problem ?? null, words })
  }

  async function answered(message: Exclude<Message, { type: 'close' }>): Promise<Reply> {
    if (message.type === 'state') return { type: 'state', data: { episode_id: name, step_count: steps } }
    const data = message.type === 'reset' ? await reset(message.data) : await step(message.data)
    return { type: 'observation', data }
  }

  return {
    async answer(raw) {
      try {
        const message = messageIn(raw)
        return message.type === 'close' ? null : await answered(message)
      } catch (error) {
        // What failed inside leaves a match that cannot go on.
        if (!(error instanceof ClientError)) episode = undefined
        return { type: 'error', data: errorOf(error) }
      }
    },
    end: () => stop.abort(),
  }
}

function problemOf({ env, seat }: Served, [who, action]: readonly [number, number], failed: number): string {
  const where = seat === 'all' ? ` for seat ${who}` : ''
  const what = `"${env.actions[action].label}" cannot be chosen now${where}.`
  return failed < ASKS
    ? `${what} Nothing has changed; choose again.`
    : `${what} After ${ASKS} such choices a legal action was drawn in its place.`
}

/** An agent's or an env's failure ends the episode, not the session. */
export function errorOf(error: unknown): Readonly<Record<string, unknown>> {
  if (!(error instanceof ClientError)) return { message: messageOf(error), code: 'EXECUTION_ERROR' }
  const { message, wire, errors } = error
  return { message, code: wire, ...(errors && { errors }) }
}
