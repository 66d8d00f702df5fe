import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { type BatteryResult, batteryOf, KNOWN_GROUPS, type KnownGroup, knownGroupsHold } from '../battery/battery.ts'
import { CONTEXTS, type Context } from '../battery/contexts.ts'
import { scaleOf } from '../battery/read.ts'
import type { Entrant } from '../entrants/entrant.ts'
import { type Reference, references } from '../entrants/reference.ts'
import { resolveAgent } from '../entrants/resolve.ts'
import { pageAt } from '../program/build.ts'
import { hashOf } from '../program/canonical.ts'
import { thisCommand } from '../refusal/command.ts'
import { refuse } from '../refusal/errors.ts'
import { writeJson } from '../store/files.ts'
import { RUNS } from '../store/run-folder.ts'
import type { BatteryFlags } from './battery-flags.ts'
import { batteryWords, knownGroupWords } from './battery-words.ts'
import { evalsNamed } from './evals.ts'
import { integer } from './integer.ts'
import { onInterrupt } from './interrupt.ts'
import { narrate, print, printJson } from './print.ts'

/** The action of `mettle battery`. */
export async function battery(flags: BatteryFlags): Promise<void> {
  const reference = referenceOf(flags.agent)
  const draws = integer('--draws', flags.draws, 1, 10_000)
  const seed = integer('--seed', flags.seed, 0, 2_147_483_647)
  const envs = evalsNamed('--envs', flags.envs)
  const contexts = contextsNamed(flags.context)
  const entrants = await groupsOf(reference, flags.knownGroups ?? false)
  const identity = { agent: reference.text, envs: envs.map(({ id, version }) => ({ id, version })), draws, seed }
  const folder = flags.out ?? join(RUNS, 'battery', hashOf(identity).slice(0, 8))
  mkdirSync(folder, { recursive: true })
  narrate(`battery of ${reference.text} · ${envs.length} envs · ${folder}`)
  refuseWithoutWords(reference.text, entrants, contexts)
  const scale = scaleOf(envs)
  const stop = new AbortController()
  const release = onInterrupt(stop, narrate, () => {})
  const results = new Map<KnownGroup, BatteryResult>()
  try {
    for (const [group, entrant] of entrants) {
      entrant.agent.port?.open?.(folder)
      const asked = {
        draws,
        seed,
        signal: stop.signal,
        variants: flags.variants && group === 'neutral',
        contexts: group === 'neutral' ? contexts : [],
        on: teller(group),
      }
      results.set(group, await batteryOf(scale, entrant, asked))
      await entrant.agent.port?.close?.()
    }
  } catch (error) {
    if (!stop.signal.aborted) throw error
    narrate(`Interrupted; replies are kept in ${folder}. Go on with:\n  ${thisCommand()}`)
    process.exitCode = 130
    return
  } finally {
    release()
  }
  finish(folder, results, flags.json ?? false)
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
function refuseWithoutWords(
  name: string,
  [[, { agent }]]: readonly [KnownGroup, Entrant][],
  contexts: readonly Context[],
) {
  if (contexts.length > 0 && agent.port?.reads !== 'words')
    refuse('--context', 'an agent that reads words, as gguf: or openai:', name)
}

function finish(folder: string, results: ReadonlyMap<KnownGroup, BatteryResult>, json: boolean): void {
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

function referenceOf(agent: string | undefined): Reference {
  if (agent === undefined)
    return refuse('--agent', 'an agent, as --agent writer:PWR=2 or --agent gguf:model.gguf', 'none')
  const all = references('--agent', [agent])
  return all.length === 1 ? all[0] : refuse('--agent', 'one agent', `${all.length}`)
}

/** The agent as it is; and, where it is asked for, told to be somebody, by the traits that its params take. */
async function groupsOf(reference: Reference, known: boolean): Promise<[KnownGroup, Entrant][]> {
  const groups = known ? (Object.keys(KNOWN_GROUPS) as KnownGroup[]) : (['neutral'] as const)
  const out: [KnownGroup, Entrant][] = []
  for (const group of groups) {
    const traits = KNOWN_GROUPS[group]
    const [entrant] = await resolveAgent({ ...reference, options: { ...reference.options, ...traits } })
    out.push([group, entrant])
  }
  return out
}

/** Share of the items at which it is told how far it is. */
const STEP = 0.1

function teller(group: KnownGroup): (done: number, total: number) => void {
  let next = STEP
  return (done, total) => {
    if (done / total < next) return
    next += STEP
    narrate(`${group === 'neutral' ? '' : `${group}: `}item ${done} of ${total}`)
  }
}
