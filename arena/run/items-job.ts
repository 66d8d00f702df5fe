import { loadBackend } from '../../agents/backend.ts'
import { Fault } from '../../envs/fault.ts'
import { choicesOf } from '../battery/choices.ts'
import { PLAIN, questionsOf } from '../battery/questions.ts'
import { type BatterySetting, batteryHash, settingOf } from '../battery/request.ts'
import { requireHash } from './require-hash.ts'
import type { BatteryTask, Doing } from './task.ts'

/** Some items of a battery, asked as they are: agents that can go to a queue are asked no other way. */
export async function itemsJob(task: BatteryTask): Promise<Doing> {
  const { envs, entrants } = await settingFor(task)
  const { draws, seed } = task.request
  const { group, from, to } = task.job
  return async ({ progress }) => {
    const entrant = entrants.find(([name]) => name === group)?.[1]
    if (!entrant) throw new Fault('METTLE_ARGUMENT', `Expected a group of the battery, got ${group}`)
    const items = questionsOf(envs, seed).slice(from, to)
    const on = (done: number, total: number) => progress({ phase: 'measure', done, total, matches: 0 })
    const choices = await choicesOf(entrant.agent, items, PLAIN, { draws, on })
    return { choices: choices.map(({ policy, ...rest }) => ({ ...rest, policy: Array.from(policy) })) }
  }
}

let known: { readonly hash: string; readonly setting: BatterySetting } | undefined

/** Agents and envs, resolved again here. @throws Error unless the battery is that of the run */
async function settingFor({ request, backend, hash }: BatteryTask): Promise<BatterySetting> {
  if (known?.hash === hash) return known.setting
  await loadBackend(backend)
  const setting = await settingOf(request)
  requireHash('battery', hash, batteryHash(request, setting))
  known = { hash, setting }
  return setting
}
