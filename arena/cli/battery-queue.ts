import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Choice } from '../battery/choices.ts'
import type { KnownGroup } from '../battery/known-groups.ts'
import { type BatteryRequest, type BatterySetting, batteryHash } from '../battery/request.ts'
import { itemsOn } from '../run/items.ts'
import type { BatteryFlags } from './battery-flags.ts'
import { tellEvent } from './display.ts'
import { hand, type QueuePlace } from './hand.ts'
import { requirePortable } from './portable.ts'
import { narrate } from './print.ts'
import { backendOf, queueFlags } from './study-flags.ts'
import { loaded } from './tournament-flags.ts'

/** @throws Refusal of flags, and of an agent that workers do not have */
export function batteryQueue({ agent }: BatteryRequest, flags: BatteryFlags): QueuePlace | undefined {
  const place = queueFlags(flags)
  if (place) requirePortable('--agent', [agent])
  return place
}

/** Workers as those who ask. */
export interface Handed {
  /** @throws what the signal was aborted with */
  choices(
    signal: AbortSignal,
    count: (done: number, total: number) => void,
  ): Promise<ReadonlyMap<KnownGroup, readonly Choice[]>>
  close(): void
}

/** @throws Refusal within seconds where no server answers */
export async function handBattery(
  place: QueuePlace,
  request: BatteryRequest,
  setting: BatterySetting,
): Promise<Handed> {
  const { name: backend } = await loaded(backendOf({}), {})
  const submission = { study: 'battery', hash: batteryHash(request, setting), backend }
  const { hands, close } = await hand(place, submission)
  const jobs = mkdtempSync(join(tmpdir(), 'mettle-battery-'))
  return {
    async choices(signal, count) {
      const found = await itemsOn({
        request,
        setting,
        backend,
        hands,
        jobs,
        signal,
        count,
        on: (event) => tellEvent(event, narrate),
      })
      signal.throwIfAborted()
      return found as ReadonlyMap<KnownGroup, readonly Choice[]>
    },
    close() {
      rmSync(jobs, { recursive: true, force: true })
      close()
    },
  }
}
