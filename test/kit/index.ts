/** Mettle's conformance checks as vitest suites, one `it` a check: what `npx mettle check` runs. */
import { afterAll, describe, it } from 'vitest'
import type { Agent } from '../../agents/define.ts'
import { AGENT_CHECKS } from '../../arena/check/agent/checks.ts'
import type { Check, Verdict } from '../../arena/check/define.ts'
import { ENV_CHECKS } from '../../arena/check/env/checks.ts'
import { INTERVENTION_CHECKS } from '../../arena/check/intervention/checks.ts'
import { type Ground, openGround } from '../../arena/check/intervention/ground.ts'
import { judge } from '../../arena/check/run.ts'
import { envSubject } from '../../arena/check/shipped.ts'
import type { World } from '../../arena/play/lockstep.ts'
import type { EnvPlugin } from '../../envs/define.ts'
import type { InterventionPlugin, Need } from '../../interventions/define.ts'

export interface KitOptions {
  /** The plugin's own file: lets another process load it, and its folder holds <id>.playthrough.txt. */
  readonly file?: string
}

/** What a check may take on a slow machine, in ms, whatever the project's own limits: vitest's usual 5 s are too few. */
export const TIMEOUT = 300_000

/** `describeEnv(myEnv, { file: fileURLToPath(new URL('../my-env.ts', import.meta.url)) })` */
export function describeEnv(plugin: EnvPlugin<any, any>, { file }: KitOptions = {}): void {
  describe(`env ${plugin.spec.id}`, () => suite(ENV_CHECKS, () => envSubject(plugin, file)))
}

/** `describeIntervention(myIntervention)`; the tiny foundation is built once a test file, and once more for those that need networks that narrate. */
export function describeIntervention(plugin: InterventionPlugin<any>): void {
  if (!shared.closing)
    afterAll(async () => {
      for (const opened of shared.grounds.values()) (await opened).close()
    }, TIMEOUT)
  shared.closing = true
  const ground = () => groundFor(plugin.spec.needs ?? [])
  describe(`intervention ${plugin.spec.id}`, () => suite(INTERVENTION_CHECKS, () => ({ plugin, ground })))
}

const shared = { closing: false, grounds: new Map<string, Promise<Ground>>() }

/** Interventions that need the same settings are tried on the same foundation. */
function groundFor(needs: readonly Need[]): Promise<Ground> {
  const key = needs.includes('network.narration') ? 'narrates' : ''
  const known = shared.grounds.get(key) ?? openGround(needs)
  shared.grounds.set(key, known)
  return known
}

/** `describeAgent(myAgent)`, at shipped envs or at the worlds given. */
export function describeAgent(agent: Agent, worlds?: readonly World[]): void {
  describe(`agent ${agent.id}`, () => suite(AGENT_CHECKS, () => ({ agent, worlds })))
}

function suite<S>(checks: readonly Check<S>[], subject: () => S | Promise<S>): void {
  const verdicts: Verdict[] = []
  for (const check of checks)
    it(`${check.name}: ${check.claim}`, { timeout: TIMEOUT }, async ({ skip }) => {
      const verdict = await judge(check, await subject(), verdicts)
      verdicts.push(verdict)
      skip(verdict.ok === null, verdict.message)
      if (!verdict.ok) throw new Error(verdict.message)
    })
}
