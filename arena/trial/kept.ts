import type { Mind } from '../../agents/actor.ts'
import type { Cue } from '../../agents/cues.ts'
import type { Trace } from '../../agents/define.ts'
import { stated } from '../measure/probe.ts'
import { personasOf } from '../play/panel.ts'
import type { MatchRecord, Played } from '../play/rollout.ts'
import { apply } from '../statistics/linear.ts'
import { panelRng } from './foundation.ts'
import type { Workbench } from './workbench.ts'

/** Matches kept to be watched, of each evaluation and of the rollout before it. */
export const KEPT = 8
const KEPT_OF_TRAINING = 4

/** What stood behind one decision of the focal seat. */
export interface Motive {
  /** Action index and its probability, of all that were legal. */
  readonly policy: readonly (readonly [number, number])[]
  /** Training reward still to come, discounted, by the critic; absent while nothing has trained it: before RL, in `motive`, under `no-reward`. */
  readonly value?: number
  /** Traits as the probe frozen before RL reads them off the z of this decision, [DIM], SD. */
  readonly represented: readonly number[]
  /** What it said of itself before (an index into TOKENS) and how likely that was; absent where networks do not narrate. */
  readonly said?: { readonly token: number; readonly probability: number }
  /** How far interventions moved z, |z′ − z|; absent where it was left alone. */
  readonly moved?: number
}

/** A match of a trial with what the focal seat was while it played: a line of matches.jsonl. */
export interface KeptMatch extends MatchRecord {
  /** Updates done before it. */
  readonly update: number
  readonly kind: 'evaluation' | 'training'
  readonly match: number
  readonly focal: number
  /** Ids of the agents, by seat. */
  readonly seats: readonly string[]
  /** Weight its episode had in the update; training alone. 0: dropped. */
  readonly weight?: number
  readonly cue: Cue
  /** The draw of m it was played with, [persona]. */
  readonly m: readonly number[]
  /** What it says of itself, asked with that m under no cue, [DIM], SD. */
  readonly stated: readonly number[]
  /** One a decision of the focal seat, in order. */
  readonly motives: readonly Motive[]
}

/** The first line of matches.jsonl. */
export interface KeptHead {
  readonly env: string
  readonly version: number
  readonly params: Readonly<Record<string, unknown>>
  readonly transforms: readonly { readonly id: string; readonly params: Readonly<Record<string, unknown>> }[]
  readonly focal: string
  /** Traits of the writers who sit there, by id: of the panel trained against and of the one held out. */
  readonly writers: Readonly<Record<'training' | 'evaluation', Readonly<Record<string, readonly number[]>>>>
}

export function keepHead({ env, study, id, recorder }: Workbench): void {
  const { writers } = study.settings.compete
  const panel = (label: string) =>
    Object.fromEntries(
      personasOf(writers, panelRng(study).fork(label)).map((traits, i) => [`writer-${i}`, short(traits)]),
    )
  const head: KeptHead = {
    env: env.id,
    version: env.version,
    params: env.params,
    transforms: study.arms[id.arm].interventions
      .filter(({ touches }) => touches.includes('game'))
      .map(({ id: name, params }) => ({ id: name, params })),
    focal: 'match % seats',
    writers: { training: panel('train'), evaluation: panel('held out') },
  }
  recorder.match({ ...head })
}

export const keepEvaluation = (bench: Workbench, update: number, played: readonly Played[]): void =>
  keep(bench, played.slice(0, KEPT), { update, kind: 'evaluation' })

/** @param weights of its episodes, as the hooks left them */
export const keepTraining = (bench: Workbench, update: number, played: readonly Played[], weights: readonly number[]) =>
  keep(bench, played.slice(0, KEPT_OF_TRAINING), { update, kind: 'training' }, weights)

function keep(
  bench: Workbench,
  played: readonly Played[],
  at: Pick<KeptMatch, 'update' | 'kind'>,
  weights?: readonly number[],
): void {
  const { env, recorder, network } = bench
  const valued = criticTrained(bench)
  played.forEach(({ steps, memory, agents, ...record }, match) => {
    const { m, cue } = memory as Mind
    const kept: KeptMatch = {
      ...at,
      match,
      focal: match % env.seats,
      seats: agents,
      ...(weights && { weight: weights[match] }),
      ...record,
      cue,
      m: short(m),
      stated: short(stated(network, [m]).traits),
      motives: steps.flatMap(({ trace }) => (trace ? [motiveOf(bench, trace, valued)] : [])),
    }
    recorder.match({ ...kept })
  })
  recorder.flush()
}

function motiveOf({ base }: Workbench, { policy, value, said, z, moved = z }: Trace, valued: boolean): Motive {
  const shift = distance(z, moved)
  return {
    policy: legalOnly(policy),
    ...(valued && { value: rounded(value) }),
    represented: short(apply(base.probe.read, z)),
    ...(said && { said: { token: said.token, probability: rounded(said.narration[said.token]) } }),
    ...(shift > 0 && { moved: rounded(shift) }),
  }
}

/** A foundation has no critic to speak of: imitation leaves its weights as they were drawn. */
function criticTrained({ network, reference }: Workbench): boolean {
  const [now, before] = [network, reference].map(({ variables }) => variables['critic/out/w'].dataSync())
  return now.some((x, i) => x !== before[i])
}

/** An action that is not legal has a probability of exactly 0. */
const legalOnly = (policy: Float32Array) =>
  [...policy].flatMap((p, action): (readonly [number, number])[] => (p > 0 ? [[action, rounded(p)]] : []))

const distance = (a: Float32Array, b: Float32Array): number =>
  Math.sqrt(a.reduce((sum, x, i) => sum + (x - b[i]) * (x - b[i]), 0))

const rounded = (x: number): number => Math.round(x * 1e4) / 1e4
const short = (xs: ArrayLike<number>): number[] => Array.from(xs, rounded)
