import type { Agent, Decision, Trace } from '../../agents/define.ts'
import type { Appraisal, Env } from '../../envs/define.ts'
import { timed } from './clock.ts'
import { createLockstep, type Table, type World } from './lockstep.ts'
import type { MatchRecord } from './record.ts'

/** A match of a rollout: one chance seed for game and agents, who sits where, and whose match it is. */
export interface Pairing {
  readonly seed: string
  readonly agents: readonly Agent[]
  readonly setupData?: unknown
  /** The seat that learns or is measured; none where nobody is. */
  readonly focal?: number
}

/** One decision of the focal seat, with the reward that came before its next one. */
export interface Step {
  readonly action: number
  readonly trace?: Trace
  reward: number
  /** Only where asked for: how it was appraised, and what every seat was paid before the next one. */
  readonly outcomes?: { readonly appraisal: Appraisal; readonly payoffs: number[] }
}

export interface Played extends MatchRecord {
  /** The seat that learns or is measured; −1 where nobody is. */
  readonly focal: number
  /** Decisions of the focal seat; empty where they are not kept. */
  readonly steps: readonly Step[]
  /** What the focal seat's agent remembers in the end. */
  readonly memory: unknown
  /** Ids of the agents, by seat. */
  readonly agents: readonly string[]
}

export interface PlayOptions {
  /** In how many matches, the first ones, the decisions of the focal seat are kept. @default all */
  readonly kept?: number
  /** Keeps how the focal seat's decisions are appraised, and the payoffs of all seats. */
  readonly keepOutcomes?: boolean
}

/**
 * Plays matches in lockstep (`lockstep.ts`) to their ends, and keeps what a learner needs of the focal seat.
 * @throws AgentFailure when an agent fails, or a match outlives its env's declared bound
 */
export const play = (world: World, pairings: readonly Pairing[], options: PlayOptions = {}): Played[] =>
  timed('env', () => playAll(world, pairings, options))

function playAll(world: World, pairings: readonly Pairing[], options: PlayOptions): Played[] {
  const seatings = pairings.map(({ seed, ...rest }) => ({ chance: seed, streams: seed, ...rest }))
  const { kept = pairings.length, keepOutcomes = false } = options
  const followed = pairings.map(({ focal = -1 }, match) =>
    followerOf(world.env, match < kept ? focal : -1, keepOutcomes),
  )
  const lockstep = createLockstep(world, seatings, {
    ...(keepOutcomes && { decided: (match, decisions) => followed[match].decided(lockstep.tables[match], decisions) }),
    applied: (match, seat, decision) => followed[match].applied(seat, decision),
    ticked: (match) => followed[match].ticked(lockstep.tables[match]),
  })
  while (lockstep.running()) lockstep.tick()
  return pairings.map(({ focal = -1, agents }, match) => ({
    ...lockstep.record(match),
    focal,
    steps: followed[match].steps,
    agents: agents.map(({ id }) => id),
    memory: focal < 0 ? undefined : lockstep.tables[match].memories[focal],
  }))
}

/** Follows one seat of one match: its decisions, and what they were paid. */
function followerOf(env: Env, focal: number, keepOutcomes: boolean) {
  const steps: Step[] = []
  let appraisal: Appraisal = {}
  let [score, scores]: [number, readonly number[]] = [0, new Array(env.seats).fill(0)]
  return {
    steps,
    decided({ asks }: Table, decisions: readonly (Decision | undefined)[]) {
      const [asked, decision] = [asks[focal], decisions[focal]]
      if (asked && decision) appraisal = env.appraise(asked.seen, env.actions[decision.action])
    },
    applied(seat: number, { action, trace }: Decision) {
      if (seat !== focal) return
      const outcomes = keepOutcomes && { outcomes: { appraisal, payoffs: new Array<number>(env.seats).fill(0) } }
      steps.push({ action, trace, reward: 0, ...outcomes })
    },
    ticked({ match }: Table) {
      const last = steps.at(-1)
      if (!last) return
      const now = env.score(match, focal)
      last.reward += now - score
      score = now
      if (!last.outcomes) return
      const all = scores.map((_, seat) => env.score(match, seat))
      for (const [seat, paid] of all.entries()) last.outcomes.payoffs[seat] += paid - scores[seat]
      scores = all
    },
  }
}
