import type { Network } from '../../agents/network.ts'
import type { Battery } from '../measure/battery.ts'
import { CONTEXTS } from '../measure/contexts.ts'
import { type CalibrationWriters, itemsRead, itemZ } from '../measure/probe.ts'
import type { Responses } from '../measure/reading.ts'
import { type Row, writeTable } from './parquet.ts'

/** Whose readings they are; arm and regime are null for a foundation that all arms share. */
export interface JobId {
  readonly arm: string | null
  readonly regime: string | null
  readonly foundation: number
}

/** What one network was read by. */
export interface Readings {
  readonly network: Network
  readonly battery: Battery
  /** The assistant's draws of m, [draws][persona]. */
  readonly minds: readonly Float32Array[]
  readonly responses: Responses
  readonly calibrationWriters: CalibrationWriters
  /** Mean z of each calibration writer, [calibrationWriters][persona]. */
  readonly z: readonly Float32Array[]
}

/** `responses`, `activations` and `calibration_writers` of one job, into its folder. */
export async function writeReadings(dir: string, { arm, regime, foundation }: JobId, readings: Readings) {
  const id = { arm, regime, foundation }
  await writeTable(dir, 'responses', responseRows(id, readings))
  await writeTable(dir, 'activations', activationRows(id, readings))
  await writeTable(dir, 'calibration_writers', writerRows(id, readings))
}

/** `updates` of a trial: one row per update and metric. */
export async function writeUpdates(
  dir: string,
  { arm, regime, foundation }: JobId,
  updates: readonly Readonly<Record<string, number>>[],
) {
  const rows = updates.flatMap(({ update, ...metrics }) =>
    Object.entries(metrics).map(([metric, value]) => ({ arm, regime, foundation, update, metric, value })),
  )
  await writeTable(dir, 'updates', rows)
}

function responseRows(id: JobId, { battery: { dilemmas, sources }, responses }: Readings): Row[] {
  return CONTEXTS.flatMap((context) =>
    sources.flatMap(({ env, item }, d) =>
      dilemmas[d].legal.map((option, i) => {
        const { label } = env.actions[option]
        return { ...id, context, env: env.id, item, option, label, probability: responses[context][d][i] }
      }),
    ),
  )
}

function activationRows(id: JobId, { network, battery, minds }: Readings): Row[] {
  const { persona } = network.spec
  const items = itemsRead(battery)
  return itemZ(network, battery, minds).flatMap((z, mind) =>
    items.map((d, i) => {
      const { env, item } = battery.sources[d]
      return { ...id, mind, env: env.id, item, ...named(z.subarray(i * persona, (i + 1) * persona)) }
    }),
  )
}

const writerRows = (id: JobId, { battery, calibrationWriters, z }: Readings): Row[] =>
  calibrationWriters.traits.map((traits, writer) => {
    const known = Object.fromEntries(battery.traits.names.map((trait, t) => [trait, traits[t]]))
    return { ...id, writer, ...known, ...named(z[writer]) }
  })

const named = (z: Float32Array) => Object.fromEntries(Array.from(z, (value, i) => [`z${i}`, value]))
