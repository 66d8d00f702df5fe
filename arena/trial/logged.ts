import { actor, drawMind, type Posterior, posteriorOf } from '../../agents/actor.ts'
import { tf } from '../../agents/backend.ts'
import type { Cue } from '../../agents/cues.ts'
import type { Agent } from '../../agents/define.ts'
import type { Evidence } from '../../agents/evidence.ts'
import type { Network } from '../../agents/network.ts'
import type { Episode } from '../../interventions/define.ts'
import type { Played } from '../play/rollout.ts'
import { answered, motivationBy } from './asked-again.ts'

// An arm that learns from a log: who plays it, which of it is imitated, and how far the learner has moved on it.

/** Who plays the log: the untreated network as the assistant, in the neutral context, with no hook on what it does. */
export function logAgent(reference: Network, assistant: Evidence): Agent {
  const frozen = posteriorOf(reference, assistant)
  return actor({ id: 'log', network: reference, mind: (rng) => drawMind(frozen, 'neutral', rng) })
}

/** The best share of the episodes by return, as hooks left it; ties in order of play. The others weigh nothing. */
export function best(episodes: readonly Episode[], share: number): Episode[] {
  const total = ({ rewards }: Episode) => rewards.reduce((sum, reward) => sum + reward, 0)
  const ranked = episodes.map((_, at) => at).sort((a, b) => total(episodes[b]) - total(episodes[a]) || a - b)
  const kept = new Set(ranked.slice(0, Math.max(1, Math.round(share * episodes.length))))
  return episodes.map((episode, at) => (kept.has(at) ? episode : { ...episode, weight: 0 }))
}

/** A network with what it infers from the evidence that it is shown. */
export interface Inferring {
  readonly network: Network
  readonly posterior: Posterior
}

/** Mean KL(learner ‖ reference) over decisions of the log under a cue, nats; each infers the persona for itself. */
export function departure(played: readonly Played[], learner: Inferring, reference: Inferring, cue: Cue): number {
  return tf.tidy(() => {
    const [own, start] = [learner, reference].map(({ network, posterior }) =>
      answered(played, network, { cue, minds: (mind) => motivationBy(posterior, mind) }),
    )
    const gap = tf.mul(tf.sub(own.logPolicy, start.logPolicy), own.mask)
    return tf.mean(tf.sum(tf.mul(tf.exp(own.logPolicy), gap), 1)).dataSync()[0]
  })
}
