import type { Checkpoint } from '../../agents/checkpoint.ts'
import type { Corpus } from '../../agents/draws.ts'
import type { Layout } from '../../agents/layout.ts'
import { createNetwork, type LatentTransform, type Network } from '../../agents/network.ts'
import { createRng, type Rng } from '../../envs/random.ts'
import { fitAdapters } from '../corpus/adapter.ts'
import { batteryOf } from '../corpus/battery.ts'
import { calibrate } from '../measure/calibration.ts'
import { respond, revealedIn } from '../measure/reading.ts'
import { timed } from '../play/clock.ts'
import type { UnseenBaseline, UnseenReading } from '../store/results.ts'
import { trainEnv, unseenEnvs } from '../study/envs.ts'
import type { Study } from '../study/study.ts'

/** Steps of the adapter fit as a share of those of imitation: adapter and output rows alone are quickly learned. */
const FIT = 0.2
export const fitSteps = ({ settings }: Study): number => Math.ceil(FIT * settings.imitate.steps)

/** A finished network whose checkpoint is to hold the unseen envs too. */
interface Finished {
  readonly study: Study
  readonly network: Network
  readonly assistant: Checkpoint['assistant']
  readonly rng: Rng
}

/**
 * The envs that a study holds out enter its finished network: their adapter and output rows are imitated from the
 * corpus' writers, with all other weights as they were and evidence from the seen envs alone. Without such envs the
 * checkpoint is that of the network.
 * @param minds the assistant's draws of m @param onStep hears of every step of the fit, from 0
 */
export function admitUnseen(
  { study, network, assistant, rng }: Finished,
  corpus: Corpus,
  minds: readonly Float32Array[],
  onStep: (step: number, steps: number) => void,
): { readonly checkpoint: Checkpoint; readonly unseen?: UnseenBaseline } {
  const known: Checkpoint = { spec: network.spec, weights: network.weights(), assistant }
  const entering = (study.unseen ?? []).map((plugin) => ({ plugin, params: {} }))
  if (entering.length === 0) return { checkpoint: known }
  const steps = fitSteps(study)
  const report = (done: number) => onStep(done, steps)
  report(0)
  const { imitation, ...checkpoint } = timed('network', () =>
    fitAdapters(taking(study, steps), known, entering, corpus, rng.fork('unseen'), report),
  )
  const found = timed('measuring', () => baseline(study, checkpoint, minds))
  return { checkpoint, unseen: { ...found, imitation: steps === 0 ? null : imitation } }
}

const taking = (study: Study, steps: number): Study => ({
  ...study,
  settings: { ...study.settings, imitate: { ...study.settings.imitate, steps } },
})

function baseline(study: Study, { spec, weights }: Checkpoint, minds: readonly Float32Array[]) {
  const network = createNetwork(spec, weights)
  const revealed = readUnseen(study, network, trainEnv(study).id, minds)
  network.dispose()
  const { seed, measure } = study.settings
  const rng = createRng(seed).fork('unseen calibration')
  return { calibration: calibrate(unseenBattery(study, spec.layout), measure.writers, rng), revealed }
}

const unseenBattery = (study: Study, layout: Layout) => batteryOf(study, layout, unseenEnvs(study))

/**
 * What a network that holds the unseen envs does there, in every context.
 * @param env the train env @param minds the persona's draws of m
 * @param motivation what interventions that stay at test do to z
 */
export function readUnseen(
  study: Study,
  network: Network,
  env: string,
  minds: readonly Float32Array[],
  motivation?: LatentTransform,
): UnseenReading {
  const battery = unseenBattery(study, network.spec.layout)
  return revealedIn(battery, respond(network, battery, env, minds, motivation))
}
