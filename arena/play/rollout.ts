import type { Agent, Decision, Trace } from '../../agents/define.ts'
import type { Appraisal, AppraisalName, Env } from '../../envs/define.ts'
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
  /** What its decisions were appraised as, summed by name over the match; only where asked for. */
  readonly appraised?: Readonly<Partial<Record<AppraisalName, number>>> & { readonly decisions: number }
}

export interface PlayOptions {
  /** In how many matches, the first ones, the decisions of the focal seat are kept. @default all */
  readonly kept?: number
  /** Keeps how the focal seat's decisions are appraised, and the payoffs of all seats. */
  readonly keepOutcomes?: boolean
  /** Sums up how the focal seat's decisions are appraised, in matches that keep no decisions too. */
  readonly sumAppraisals?: boolean
}

/**
 * Plays matches in lockstep (`lockstep.ts`) to their ends, and keeps what a learner needs of the focal seat.
 * @throws AgentFailure when an agent fails, or a match outlives its env's declared bound
 */
export const play = (world: World, pairings: readonly Pairing[], options: PlayOptions = {}): Played[] =>
  timed('env', () => playAll(world, pairings, options))

function playAll(world: World, pairings: readonly Pairing[], options: PlayOptions): Played[] {
  const seatings = pairings.map(({ seed, ...rest }) => ({ chance: seed, streams: seed, ...rest }))
  const { kept = pairings.length, keepOutcomes = false, sumAppraisals = false } = options
  const followed = pairings.map(({ focal = -1 }, match) =>
    followerOf(world.env, focal, { keep: match < kept, keepOutcomes, sumAppraisals }),
  )
  const decided = (match: number, decisions: readonly (Decision | undefined)[]) =>
    followed[match].decided(lockstep.tables[match], decisions)
  const lockstep = createLockstep(world, seatings, {
    ...((keepOutcomes || sumAppraisals) && { decided }),
    applied: (match, seat, decision) => followed[match].applied(seat, decision),
    ticked: (match) => followed[match].ticked(lockstep.tables[match]),
  })
  while (lockstep.running()) lockstep.tick()
  return pairings.map(({ focal = -1, agents }, match) => ({
    ...lockstep.record(match),
    focal,
    steps: followed[match].steps,
    ...(sumAppraisals && { appraised: followed[match].appraised }),
    agents: agents.map(({ id }) => id),
    memory: focal < 0 ? undefined : lockstep.tables[match].memories[focal],
  }))
}

interface Following {
  /** Whether decisions are kept. */
  readonly keep: boolean
  readonly keepOutcomes: boolean
  readonly sumAppraisals: boolean
}

/** Follows one seat of one match: its decisions, what they were and what they were paid. */
function followerOf(env: Env, focal: number, { keep, keepOutcomes, sumAppraisals }: Following) {
  const steps: Step[] = []
  const appraised: Record<string, number> & { decisions: number } = { decisions: 0 }
  let appraisal: Appraisal = {}
  let [score, scores]: [number, readonly number[]] = [0, new Array(env.seats).fill(0)]
  return {
    steps,
    appraised,
    decided({ asks }: Table, decisions: readonly (Decision | undefined)[]) {
      const [asked, decision] = [asks[focal], decisions[focal]]
      if (asked && decision) appraisal = env.appraise(asked.seen, env.actions[decision.action])
    },
    applied(seat: number, { action, trace }: Decision) {
      if (seat !== focal) return
      if (sumAppraisals) {
        appraised.decisions += 1
        for (const [name, value] of Object.entries(appraisal)) appraised[name] = (appraised[name] ?? 0) + value
      }
      if (!keep) return
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
