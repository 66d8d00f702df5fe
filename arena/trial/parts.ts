import { actor, drawMind, posteriorOf } from '../../agents/actor.ts'
import type { Agent } from '../../agents/define.ts'
import type { Evidence, EvidenceSource } from '../../agents/evidence.ts'
import { blockOf } from '../../agents/layout.ts'
import { createNetwork, type Network } from '../../agents/network.ts'
import { assistantTraits } from '../../agents/profile.ts'
import { loadingsIn, traitSetOf } from '../../agents/trait-set.ts'
import type { Trait } from '../../agents/traits.ts'
import type { Env } from '../../envs/define.ts'
import type { Rng } from '../../envs/random.ts'
import type { TraitVectors } from '../../interventions/define.ts'
import type { ArenaEvent } from '../../interventions/events.ts'
import { batteryOf } from '../corpus/battery.ts'
import { type Continuation, createContinuation } from '../corpus/continuation.ts'
import { evidenceSourceOf, personaOf } from '../corpus/evidence.ts'
import { heldOutPanel } from '../corpus/opponents.ts'
import type { Battery } from '../measure/battery.ts'
import { amended } from '../play/agent-failure.ts'
import { type Panel, writerPanel } from '../play/panel.ts'
import type { JobIO } from '../store/io.ts'
import { readFoundation } from '../store/job-folder.ts'
import type { FoundationResult } from '../store/results.ts'
import { trainEnv } from '../study/envs.ts'
import { panelRng, streamOf } from '../study/streams.ts'
import type { Study } from '../study/study.ts'
import { type TrialId, trialName } from '../study/trials.ts'
import { createLearner, type Learner } from './learner.ts'
import { logAgent } from './logged.ts'
import { createPipeline, HookError, type Metric, type Pipeline } from './pipeline.ts'
import { createRecorder, type Recorder } from './recorder.ts'
import type { Shared } from './shared.ts'
import { createStream, type Stream } from './stream.ts'

/** Which trial it is. */
export interface TrialIdentity {
  readonly study: Study
  readonly id: TrialId
  /** `trialName(id)`, under which events name it. */
  readonly name: string
  /** The env it competes in. */
  readonly env: Env
}

/** What the trial is measured with and against. None of it learns. */
export interface Instruments {
  readonly base: FoundationResult
  readonly battery: Battery
  readonly evidenceSource: EvidenceSource
  /** The evidence that shows the assistant. */
  readonly assistant: Evidence
  /** The foundation's network as it was. */
  readonly reference: Network
  /** Opponents of every evaluation. */
  readonly heldOut: Panel
  /** As `once` of `Shared`, for this foundation. */
  once<T>(what: string, make: () => T): T
}

/** The network under study, and all that acts on it. */
export interface Subject {
  readonly network: Network
  readonly learner: Learner
  readonly pipeline: Pipeline
  readonly continuation: Continuation
  /** Directions of traits in z. */
  readonly vectors: TraitVectors
  /** Opponents it learns against. */
  readonly opponents: Panel
  /** Who plays what it learns from, where that is a log and not itself. */
  readonly logged?: Agent
  /** All chance of its reinforcement. */
  readonly rng: Rng
}

/** What is written and told while the trial runs. */
export interface Logs {
  readonly io: JobIO
  readonly stream: Stream
  readonly recorder: Recorder
  /** Observers of plugins that threw, in order. */
  readonly failures: readonly HookError[]
  /** What interventions measured, one list per update. */
  readonly acted: Metric[][]
  /** Metrics of every update. */
  readonly updates: Readonly<Record<string, number>>[]
}

/** A trial that is going on. Its functions take the parts that they use. */
export interface Trial {
  readonly identity: TrialIdentity
  readonly instruments: Instruments
  readonly subject: Subject
  readonly logs: Logs
}

/** Loads the foundation's network twice: one learns, one stays what it was. */
export async function prepare(
  study: Study,
  id: TrialId,
  foundationDir: string,
  io: JobIO,
  shared: Shared,
): Promise<Trial> {
  const { result, spec, weights, assistant } = readFoundation(foundationDir)
  const base = result as FoundationResult
  const identity = { study, id, name: trialName(id), env: trainEnv(study, study.arms[id.arm]) }
  const logs = openLogs(io)
  const [network, reference] = [createNetwork(spec, weights), createNetwork(spec, weights)]
  const once: Instruments['once'] = (what, make) => shared.once(foundationDir, what, make)
  const battery = once('battery', () => batteryOf(study, spec.layout))
  const panels = panelsOf(study, reference, assistant)
  const evidenceSource = evidenceSourceOf(study, battery)
  const instruments = { base, battery, evidenceSource, assistant, reference, heldOut: panels.heldOut, once }
  return { identity, instruments, subject: subjectOf(identity, instruments, network, panels.train, logs), logs }
}

function openLogs(io: JobIO): Logs {
  const recorder = createRecorder(io.dir, io.events ?? 'facts')
  const failures: HookError[] = []
  const stream = createStream((observer, error, event) => {
    recorder.failure(observer, error)
    failures.push(amended(new HookError(observer, 'events$', error), placeOf(event)))
  })
  recorder.listen(stream)
  return { io, stream, recorder, failures, acted: [], updates: [] }
}

/** An event as messages name it: "action.taken, update 3, match 5". */
const placeOf = (event: ArenaEvent): string =>
  [
    event.type,
    ...('update' in event ? [`update ${event.update}`] : []),
    ...('match' in event ? [`match ${event.match}`] : []),
    ...('seed' in event ? [`seed ${event.seed}`] : []),
  ].join(', ')

function subjectOf(
  { study, id, env }: TrialIdentity,
  { base, battery, evidenceSource, assistant, reference }: Instruments,
  network: Network,
  opponents: Panel,
  { stream }: Logs,
): Subject {
  const rng = streamOf(study, id)
  const vectors = { ...restore(base.vectors), ...(base.calibration.traits && { traits: base.calibration.traits }) }
  const pipeline = createPipeline(study.arms[id.arm].interventions, {
    ...{ env, vectors, stream, updates: study.settings.compete.updates },
    rng: rng.fork('plugins'),
  })
  pipeline.enter('compete')
  const continuation = createContinuation({
    ...{ study, id, base, network, reference, battery, evidenceSource, assistant },
  })
  const learner = createLearner({
    regime: id.regime,
    settings: study.settings,
    network,
    reference,
    evidence: assistant,
    prompted: promptedOf(study, pipeline, evidenceSource, rng.fork('prompted')),
    evidenceSource,
    pipeline,
    practice: continuation.practice,
    vectors,
    population: base.population,
    log: study.arms[id.arm].log,
    chosen: study.arms[id.arm].learner,
    firstRow: blockOf(network.spec.layout, env.id).firstRow,
    rng: rng.fork('learner'),
  })
  const logged = study.arms[id.arm].log && logAgent(reference, assistant)
  return { network, learner, pipeline, continuation, vectors, opponents, ...(logged && { logged }), rng }
}

/** What shows the persona that an intervention prompts for in compete; undefined where none does. */
function promptedOf(study: Study, pipeline: Pipeline, source: EvidenceSource, rng: Rng): Evidence | undefined {
  const own = assistantTraits(study.settings.narrow.profile, traitSetOf(study.settings))
  const prompted = pipeline.persona(own)
  return prompted.every((value, trait) => value === own[trait]) ? undefined : personaOf(study, source, prompted, rng)
}

function panelsOf(study: Study, reference: Network, assistant: Evidence): { train: Panel; heldOut: Panel } {
  const { compete } = study.settings
  const rng = panelRng(study)
  const frozen = posteriorOf(reference, assistant)
  const agent: Agent = actor({
    id: 'checkpoint',
    network: reference,
    mind: (source) => drawMind(frozen, 'neutral', source),
  })
  return {
    train: {
      writers: writerPanel(compete.writers, rng.fork('train'), loadingsIn(study.settings), traitSetOf(study.settings)),
      checkpoint: { agent, share: compete.checkpoint },
    },
    heldOut: heldOutPanel(study),
  }
}

export function restore(vectors: FoundationResult['vectors']): TraitVectors {
  const directions = Object.fromEntries(Object.entries(vectors.directions).map(([t, v]) => [t, Float32Array.from(v)]))
  const { axis, ...rest } = vectors
  return {
    ...{ ...rest, directions: directions as Record<Trait, Float32Array> },
    ...(axis && { axis: Float32Array.from(axis) }),
  }
}

export function clear({ instruments, subject, logs }: Trial): void {
  const { learner, continuation, network, pipeline } = subject
  learner.dispose()
  continuation.dispose()
  network.dispose()
  instruments.reference.dispose()
  logs.stream.complete()
  try {
    pipeline.dispose()
  } finally {
    logs.recorder.close()
  }
}
