import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { ENV_CHECKS } from '../../../arena/check/env/checks.ts'
import { runChecks } from '../../../arena/check/run.ts'
import { envSubject } from '../../../arena/check/shipped.ts'
import type { EnvPlugin } from '../../../envs/define.ts'

/** What each broken env breaks, by its file in broken/. */
const BROKEN: Readonly<Record<string, string>> = {
  'no-summary': 'declared',
  'moving-table': 'actions',
  'undefined-told': 'text',
  'nothing-told': 'rules',
  'twin-items': 'items',
  'stuck-winner': 'choices',
  'refused-push': 'accepts',
  'unmarked-push': 'refuses',
  'throws-at-nonsense': 'refuses',
  'mutates-first': 'validates',
  'short-bound': 'ends',
  unseeded: 'repeats',
  'unseeded-move': 'repeats',
  'module-memory': 'repeats',
  'by-process': 'processes',
  'undefined-in-state': 'json',
  'negative-zero': 'json',
  'counted-moves': 'reserved',
  'one-object-twice': 'tree',
  'shared-constant': 'tree',
  'aliasing-move': 'tree',
  'looking-changes': 'reads',
  'first-come': 'ticks',
  'writing-hook': 'modes',
  'nan-observed': 'observation',
  'too-long-observed': 'observation',
  'progress-past-one': 'observation',
  'sum-of-secrets': 'hidden',
  'open-bids': 'sealed',
  'unknown-appraisal': 'appraisal',
  'endless-appraisal': 'appraisal',
  'control-by-harm': 'separate',
  'harmful-contest': 'contest',
  'power-in-votes': 'power',
  endowed: 'payoffs',
  'other-payoffs': 'payoffs',
  'not-zero-sum': 'zero-sum',
  'paid-bullying': 'parity',
  'seen-bullying': 'parity',
  'lucky-bullying': 'parity',
  'stale-playthrough/env': 'playthrough',
}

/** Another process costs most of the time, and only an env that looks at its process can tell. */
async function verdictsOn(name: string, elsewhere = true) {
  const file = fileURLToPath(new URL(`./broken/${name}.ts`, import.meta.url))
  const { default: plugin } = (await import(/* @vite-ignore */ file)) as { default: EnvPlugin<any, any> }
  const { ref, ...subject } = envSubject(plugin, file)
  return runChecks(ENV_CHECKS, elsewhere ? { ...subject, ref } : subject)
}

describe('the checks of an env', () => {
  it.each(['base', 'choice'])('all hold for the sound env %s', async (name) => {
    expect((await verdictsOn(name)).filter(({ ok }) => !ok)).toEqual([])
  })

  it.each(Object.entries(BROKEN))('%s fails %s and no other', async (name, check) => {
    const failed = (await verdictsOn(name, check === 'processes')).filter(({ ok }) => ok === false)
    expect(
      failed.map((each) => each.name),
      JSON.stringify(failed),
    ).toEqual([check])
    expect(failed[0].message).toMatch(/^expected .+, got .+/s)
  })

  it('each has an env that fails it, but for chance: no env can get at the generator’s state', () => {
    const names = ENV_CHECKS.map(({ name }) => name).filter((name) => name !== 'chance')
    expect([...new Set(Object.values(BROKEN))].sort()).toEqual(names.sort())
  })
})
