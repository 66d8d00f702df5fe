import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Agent, Usage } from '../../agents/define.ts'
import { Fault } from '../../envs/fault.ts'
import { type BatteryResult, batteryOf, knownGroupsHold, resultOf } from '../battery/battery.ts'
import { CONTEXTS, type Context } from '../battery/contexts.ts'
import type { KnownGroup } from '../battery/known-groups.ts'
import { scaleOf } from '../battery/read.ts'
import { type BatteryRequest, type BatterySetting, settingOf } from '../battery/request.ts'
import { pageAt } from '../program/build.ts'
import { hashOf } from '../program/canonical.ts'
import { thisCommand } from '../refusal/command.ts'
import { refuse } from '../refusal/errors.ts'
import { writeJson } from '../store/files.ts'
import { RUNS } from '../store/run-folder.ts'
import type { BatteryFlags } from './battery-flags.ts'
import { batteryQueue, type Handed, handBattery } from './battery-queue.ts'
import { batteryWords, knownGroupWords } from './battery-words.ts'
import { integer } from './integer.ts'
import { onInterrupt } from './interrupt.ts'
import { narrate, print, printJson } from './print.ts'
import { usageWords } from './usage-words.ts'

/** The action of `mettle battery`. */
export async function battery(flags: BatteryFlags): Promise<void> {
  const request = requestOf(flags)
  const queue = batteryQueue(request, flags)
  const setting = await settingOf(request)
  const contexts = contextsNamed(flags.context)
  const [[, { agent }]] = setting.entrants
  refuseWithoutWords(request.agent, agent, contexts)
  const folder = flags.out ?? join(RUNS, 'battery', identityOf(request, setting, contexts, flags.variants).slice(0, 8))
  const handed = queue && (await handBattery(queue, request, setting))
  mkdirSync(folder, { recursive: true })
  narrate(`battery of ${request.agent} · ${setting.envs.length} envs · ${folder}`)
  const stop = new AbortController()
  const release = onInterrupt(stop, narrate, () => {})
  try {
    const asked = { request, setting, folder, signal: stop.signal, contexts, variants: flags.variants }
    const results = handed ? await askedOn(handed, asked) : await askedHere(asked)
    finish(folder, results, flags.json ?? false)
  } catch (error) {
    process.exitCode = stopped(error, { aborted: stop.signal.aborted, folder, handed: handed !== undefined })
  } finally {
    handed?.close()
    release()
  }
}

/** Of workers nothing is kept that was not all there. */
function stopped(error: unknown, at: { aborted: boolean; handed: boolean; folder: string }): number {
  const told = error instanceof Fault && error.code === 'METTLE_JOB'
  if (!at.aborted && !told) throw error
  const why = told ? `mettle: ${error.message}` : 'Interrupted'
  narrate(`${why}${at.handed ? '' : `; replies are kept in ${at.folder}`}. Go on with:\n  ${thisCommand()}`)
  return at.aborted ? 130 : 1
}

function requestOf({ agent, draws, seed, envs, knownGroups = false }: BatteryFlags): BatteryRequest {
  if (agent === undefined)
    return refuse('--agent', 'an agent, as --agent writer:PWR=2 or --agent gguf:model.gguf', 'none')
  return {
    agent,
    envs,
    draws: integer('--draws', draws, 1, 10_000),
    seed: integer('--seed', seed, 0, 2_147_483_647),
    knownGroups,
  }
}

/** Of what decides what is asked; names the folder, so that no shorter battery is written over a longer one. */
const identityOf = (
  { agent, draws, seed, knownGroups }: BatteryRequest,
  { envs }: BatterySetting,
  contexts: readonly Context[],
  variants: boolean,
): string =>
  hashOf({
    ...{ agent, envs: envs.map(({ id, version }) => ({ id, version })), draws, seed },
    ...{ knownGroups, contexts, variants },
  })

interface Asked {
  readonly request: BatteryRequest
  readonly setting: BatterySetting
  readonly folder: string
  readonly signal: AbortSignal
  readonly contexts: readonly Context[]
  readonly variants: boolean
}

type Results = ReadonlyMap<KnownGroup, BatteryResult>

async function askedHere({ request, setting, folder, signal, contexts, variants }: Asked): Promise<Results> {
  const scale = scaleOf(setting.envs)
  const results = new Map<KnownGroup, BatteryResult>()
  for (const [group, entrant] of setting.entrants) {
    entrant.agent.port?.open?.(folder)
    const own = group === 'neutral'
    const asked = {
      ...request,
      signal,
      variants: variants && own,
      contexts: own ? contexts : [],
      on: teller(group, () => entrant.agent.port?.usage?.()),
    }
    results.set(group, await batteryOf(scale, entrant, asked))
    await entrant.agent.port?.close?.()
  }
  return results
}

async function askedOn(handed: Handed, { request, setting, signal }: Asked): Promise<Results> {
  const choices = await handed.choices(signal, teller('neutral'))
  const scale = scaleOf(setting.envs)
  return new Map(
    setting.entrants.map(([group, entrant]) => [
      group,
      resultOf(scale, entrant, choices.get(group) ?? [], request.seed),
    ]),
  )
}

function contextsNamed(text: string | undefined): readonly Context[] {
  if (text === undefined) return []
  if (text === 'all') return CONTEXTS
  const names = text.split(',').map((name) => name.trim())
  for (const name of names)
    if (!CONTEXTS.includes(name as Context)) refuse('--context', `some of ${CONTEXTS.join(', ')}, or all`, name)
  return names as Context[]
}

/** A context is said in words: who is handed data would answer as before, and seem to be moved by nothing. */
function refuseWithoutWords(name: string, agent: Agent, contexts: readonly Context[]) {
  if (contexts.length > 0 && agent.port?.reads !== 'words')
    refuse('--context', 'an agent that reads words, as gguf: or openai:', name)
}

function finish(folder: string, results: Results, json: boolean): void {
  const own = results.get('neutral') as BatteryResult
  const groups = results.size > 1 ? (Object.fromEntries(results) as Record<KnownGroup, BatteryResult>) : undefined
  const hold = groups && knownGroupsHold(groups)
  const document = { ...own, ...(groups && { knownGroups: { holds: hold, readings: readingsOf(groups) } }), folder }
  writeJson(join(folder, 'battery.json'), document)
  if (json) printJson(document)
  else print([batteryWords(own), ...(groups ? [knownGroupWords(groups, hold ?? false)] : [])].join('\n\n'))
  narrate(`\nFolder: ${folder} (battery.json; replies.jsonl). What the figures mean: ${pageAt('battery.md')}`)
}

const readingsOf = (groups: Readonly<Record<KnownGroup, BatteryResult>>) =>
  Object.fromEntries(Object.entries(groups).map(([group, { reading }]) => [group, reading]))

/** Share of the items at which it is told how far it is. */
const STEP = 0.1

/** @param usage so far, where the agent tells it */
function teller(group: KnownGroup, usage?: () => Usage | undefined): (done: number, total: number) => void {
  let next = STEP
  return (done, total) => {
    if (done / total < next) return
    next += STEP
    const used = usage?.()
    const at = `${group === 'neutral' ? '' : `${group}: `}item ${done} of ${total}`
    narrate(used ? `${at} · ${usageWords(used, 'question')}` : at)
  }
}
