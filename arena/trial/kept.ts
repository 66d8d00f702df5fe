import type { Mind } from '../../agents/actor.ts'
import type { Trace } from '../../agents/define.ts'
import type { Network } from '../../agents/network.ts'
import { traitSetOf } from '../../agents/trait-set.ts'
import { stated } from '../measure/probe.ts'
import { personasOf } from '../play/panel.ts'
import type { Played } from '../play/rollout.ts'
import { apply } from '../statistics/linear.ts'
import type { DecisionRecord, KeptHead, KeptMatch } from '../store/matches.ts'
import { KEPT } from '../store/matches.ts'
import { panelRng } from '../study/streams.ts'
import type { Instruments, Trial, TrialIdentity } from './parts.ts'
import type { Recorder } from './recorder.ts'

const KEPT_OF_TRAINING = 4

export function keepHead({ env, study, id }: TrialIdentity, recorder: Recorder): void {
  const { writers } = study.settings.compete
  const panel = (label: string) =>
    Object.fromEntries(
      personasOf(writers, panelRng(study).fork(label), traitSetOf(study.settings)).map((traits, i) => [
        `writer-${i}`,
        short(traits),
      ]),
    )
  const head: KeptHead = {
    env: env.id,
    version: env.version,
    params: env.params,
    transforms: study.arms[id.arm].interventions
      .filter(({ touches }) => touches.includes('game'))
      .map(({ id: name, params }) => ({ id: name, params })),
    ...(study.settings.traits && { traits: traitSetOf(study.settings).names }),
    writers: { training: panel('train'), evaluation: panel('held out') },
  }
  recorder.match({ ...head })
}

export const keepEvaluation = (trial: Trial, update: number, played: readonly Played[]): void =>
  keep(trial, played.slice(0, KEPT), { update, kind: 'evaluation' })

/** @param weights of its episodes, as the hooks left them */
export const keepTraining = (trial: Trial, update: number, played: readonly Played[], weights: readonly number[]) =>
  keep(trial, played.slice(0, KEPT_OF_TRAINING), { update, kind: 'training' }, weights)

function keep(
  { instruments, subject, logs: { recorder } }: Trial,
  played: readonly Played[],
  at: Pick<KeptMatch, 'update' | 'kind'>,
  weights?: readonly number[],
): void {
  const { network } = subject
  const valued = criticTrained(network, instruments.reference)
  played.forEach(({ steps, memory, agents, focal, ...record }, match) => {
    const { m, cue } = memory as Mind
    const kept: KeptMatch = {
      ...at,
      match,
      focal,
      seats: agents,
      ...(weights && { weight: weights[match] }),
      ...record,
      cue,
      m: short(m),
      stated: short(stated(network, [m]).traits),
      decisions: steps.flatMap(({ trace }) => (trace ? [recordOf(instruments, trace, valued)] : [])),
    }
    recorder.match({ ...kept })
  })
  recorder.flush()
}

function recordOf(
  { base }: Instruments,
  { policy, value, narration, z, moved = z }: Trace,
  valued: boolean,
): DecisionRecord {
  const shift = distance(z, moved)
  return {
    policy: legalOnly(policy),
    ...(valued && { value: rounded(value) }),
    represented: short(apply(base.probe.read, z)),
    ...(narration && {
      narration: { token: narration.token, probability: rounded(narration.probabilities[narration.token]) },
    }),
    ...(shift > 0 && { moved: rounded(shift) }),
  }
}

/** A foundation has no critic to speak of: imitation leaves its weights as they were drawn. */
function criticTrained(network: Network, reference: Network): boolean {
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
