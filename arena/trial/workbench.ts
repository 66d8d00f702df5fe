import { actor, drawMind, posteriorOf } from '../../agents/actor.ts'
import type { Agent } from '../../agents/define.ts'
import type { Evidence, EvidenceSource } from '../../agents/evidence.ts'
import { blockOf } from '../../agents/layout.ts'
import { createNetwork, type Network } from '../../agents/network.ts'
import type { Trait } from '../../agents/traits.ts'
import type { Env } from '../../envs/define.ts'
import type { Rng } from '../../envs/random.ts'
import type { TraitVectors } from '../../interventions/define.ts'
import { type Continuation, createContinuation } from '../corpus/continuation.ts'
import { evidenceSourceOf } from '../corpus/evidence.ts'
import { type Battery, createBattery } from '../measure/battery.ts'
import { type Panel, writerPanel } from '../play/panel.ts'
import type { JobIO } from '../store/io.ts'
import { readFoundation } from '../store/job-folder.ts'
import type { FoundationResult } from '../store/results.ts'
import { evalEnvs, trainEnv } from '../study/envs.ts'
import { panelRng, streamOf } from '../study/streams.ts'
import type { Study } from '../study/study.ts'
import type { TrialId } from '../study/trials.ts'
import { createLearner, type Learner } from './learner.ts'
import { createPipeline, type Metric, type Pipeline } from './pipeline.ts'
import { createRecorder, type Recorder } from './recorder.ts'
import { createStream, type Stream } from './stream.ts'

/** What a trial works with. */
export interface Workbench {
  readonly study: Study
  readonly id: TrialId
  readonly env: Env
  readonly base: FoundationResult
  readonly network: Network
  readonly reference: Network
  readonly battery: Battery
  readonly evidenceSource: EvidenceSource
  readonly assistant: Evidence
  readonly rng: Rng
  readonly stream: Stream
  readonly recorder: Recorder
  readonly pipeline: Pipeline
  readonly learner: Learner
  readonly continuation: Continuation
  readonly train: Panel
  readonly heldOut: Panel
  readonly io: JobIO
  /** What interventions measured, an update. */
  readonly acted: Metric[][]
  /** Metrics of every update. */
  readonly updates: Readonly<Record<string, number>>[]
}

/** Loads the foundation's network twice: one learns, one stays what it was. */
export async function prepare(study: Study, id: TrialId, foundationDir: string, io: JobIO): Promise<Workbench> {
  const { settings } = study
  const { result, spec, weights, assistant } = readFoundation(foundationDir)
  const base = result as FoundationResult
  const env = trainEnv(study, study.arms[id.arm])
  const recorder = createRecorder(io.dir, io.events ?? 'facts')
  const stream = createStream(recorder.failure)
  recorder.listen(stream)
  const network = createNetwork(spec, weights)
  const reference = createNetwork(spec, weights)
  const rng = streamOf(study, id)
  const vectors = restore(base.vectors)
  const pipeline = createPipeline(study.arms[id.arm].interventions, { env, vectors, stream, rng: rng.fork('plugins') })
  pipeline.enter('compete')
  const battery = createBattery(spec.layout, evalEnvs(study))
  const evidenceSource = evidenceSourceOf(study, battery)
  const learner = createLearner({
    regime: id.regime,
    settings,
    env,
    network,
    reference,
    evidence: assistant,
    evidenceSource,
    pipeline,
    vectors,
    population: base.population,
    firstRow: blockOf(spec.layout, env.id).firstRow,
    rng: rng.fork('learner'),
  })
  const bench = {
    study,
    id,
    env,
    base,
    network,
    reference,
    battery,
    evidenceSource,
    assistant,
    rng,
    stream,
    recorder,
    pipeline,
    learner,
    continuation: createContinuation({ study, id, base, network, battery, evidenceSource }),
    io,
    acted: [],
    updates: [],
  }
  return { ...bench, ...panels(study, reference, assistant) }
}

function panels(study: Study, reference: Network, assistant: Evidence): { train: Panel; heldOut: Panel } {
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
      writers: writerPanel(compete.writers, rng.fork('train')),
      checkpoint: { agent, share: compete.checkpoint },
    },
    heldOut: { writers: writerPanel(compete.writers, rng.fork('held out')) },
  }
}

export function restore(vectors: FoundationResult['vectors']): TraitVectors {
  const directions = Object.fromEntries(Object.entries(vectors.directions).map(([t, v]) => [t, Float32Array.from(v)]))
  return { ...vectors, directions: directions as Record<Trait, Float32Array> }
}

export function clear({ pipeline, learner, continuation, stream, network, reference, recorder }: Workbench): void {
  learner.dispose()
  continuation.dispose()
  network.dispose()
  reference.dispose()
  stream.complete()
  try {
    pipeline.dispose()
  } finally {
    recorder.close()
  }
}
