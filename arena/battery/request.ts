import type { Env } from '../../envs/define.ts'
import type { Entrant } from '../entrants/entrant.ts'
import { references } from '../entrants/reference.ts'
import { resolveAgent } from '../entrants/resolve.ts'
import { buildHash, versions } from '../program/build.ts'
import { hashOf } from '../program/canonical.ts'
import { refuse } from '../refusal/errors.ts'
import { evalsNamed } from '../study/evals.ts'
import { KNOWN_GROUPS, type KnownGroup } from './known-groups.ts'

/** What the command line says of a battery, as far as it decides choices. */
export interface BatteryRequest {
  /** As `--agent` has it. */
  readonly agent: string
  /** Eval envs, as `--envs` has them. */
  readonly envs: string
  readonly draws: number
  readonly seed: number
  /** Whether the agent is read as members of the known groups too. */
  readonly knownGroups: boolean
}

/** Everything found. */
export interface BatterySetting {
  readonly envs: readonly Env[]
  readonly entrants: readonly (readonly [KnownGroup, Entrant])[]
}

/** @throws Refusal naming the flag */
export async function settingOf({ agent, envs, knownGroups }: BatteryRequest): Promise<BatterySetting> {
  const groups = knownGroups ? (Object.keys(KNOWN_GROUPS) as KnownGroup[]) : (['neutral'] as const)
  const entrants: [KnownGroup, Entrant][] = []
  for (const group of groups) entrants.push([group, await toldToBe(agent, group)])
  return { envs: evalsNamed('--envs', envs), entrants }
}

/** The agent as it is, or told to be somebody, by the traits that its params take. */
async function toldToBe(agent: string, group: KnownGroup): Promise<Entrant> {
  const all = references('--agent', [agent])
  if (all.length !== 1) refuse('--agent', 'one agent', `${all.length}`)
  const [reference] = all
  const [entrant] = await resolveAgent({ ...reference, options: { ...reference.options, ...KNOWN_GROUPS[group] } })
  return entrant
}

/** Of all that fixes the choices of an agent that is asked in this process. */
export const batteryHash = ({ agent, draws, seed }: BatteryRequest, { envs, entrants }: BatterySetting): string =>
  hashOf({
    agent,
    entrants: entrants.map(([group, { name, params, sha256 }]) => ({ group, name, params, sha256 })),
    envs: envs.map(({ id, version, params }) => ({ id, version, params })),
    draws,
    seed,
    mettle: versions().mettle,
    build: buildHash('battery'),
  })
