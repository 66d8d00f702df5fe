import { afterAll, describe, expect, it } from 'vitest'
import { AGENT_CHECKS } from '../../../arena/check/agent/checks.ts'
import { INTERVENTION_CHECKS } from '../../../arena/check/intervention/checks.ts'
import { type Ground, openGround } from '../../../arena/check/intervention/ground.ts'
import { HOOKS } from '../../../arena/check/intervention/hooks.ts'
import { TRIALS } from '../../../arena/check/intervention/trials.ts'
import { runChecks } from '../../../arena/check/run.ts'
import { NIGHTLY } from '../../needs.ts'
import { BROKEN_AGENTS, sound as soundAgent } from './broken/agents.ts'
import { BROKEN_INTERVENTIONS, sound as soundIntervention } from './broken/interventions.ts'

let opened: Promise<Ground> | undefined
const ground = () => {
  opened ??= openGround()
  return opened
}
afterAll(async () => (await opened)?.close())

const failed = <T extends { ok: boolean | null }>(verdicts: readonly T[]) => verdicts.filter(({ ok }) => ok === false)
const names = (all: readonly { name: string }[]) => all.map(({ name }) => name)
const covered = (broken: Readonly<Record<string, readonly [string, unknown]>>) =>
  [...new Set(Object.values(broken).map(([check]) => check))].sort()

describe('the checks of an intervention', () => {
  it('all hold for a sound one', async () => {
    const verdicts = await runChecks(INTERVENTION_CHECKS, { plugin: soundIntervention, ground })
    expect(verdicts.filter(({ ok }) => !ok)).toEqual([])
  })
  /**
   * Trials cost seconds, and a hook that a check of hooks reports is none of theirs: nightly it is tried in them too.
   */
  const against = (check: string) => (NIGHTLY || names(TRIALS).includes(check) ? INTERVENTION_CHECKS : HOOKS)
  it.each(Object.entries(BROKEN_INTERVENTIONS))('%s', async (_, [check, plugin]) => {
    const verdicts = failed(await runChecks(against(check), { plugin, ground }))
    expect(names(verdicts), JSON.stringify(verdicts)).toEqual([check])
  })
  it('each has one that fails it', () =>
    expect(covered(BROKEN_INTERVENTIONS)).toEqual(names(INTERVENTION_CHECKS).sort()))
})

describe('the checks of an agent', () => {
  it('all hold for a sound one', async () => {
    expect((await runChecks(AGENT_CHECKS, { agent: soundAgent })).filter(({ ok }) => !ok)).toEqual([])
  })
  it.each(Object.entries(BROKEN_AGENTS))('%s', async (_, [check, agent]) => {
    const verdicts = failed(await runChecks(AGENT_CHECKS, { agent }))
    expect(names(verdicts), JSON.stringify(verdicts)).toEqual([check])
  })
  it('each has one that fails it', () => expect(covered(BROKEN_AGENTS)).toEqual(names(AGENT_CHECKS).sort()))
})
