import { expect, it } from 'vitest'
import { paramRows } from '../../../arena/cli/params.ts'
import { AGENTS } from '../../../arena/entrants/catalog.ts'
import { Settings } from '../../../arena/study/settings.ts'
import { ENVS } from '../../../envs/catalog.ts'
import { INTERVENTIONS } from '../../../interventions/catalog.ts'

const PLUGINS = [...ENVS, ...AGENTS, ...INTERVENTIONS].map(({ spec }) => [spec.id, spec.params] as const)

it.each([['settings', Settings] as const, ...PLUGINS])('every param of %s says what it means', (_, schema) => {
  expect(paramRows(schema).filter(({ meaning }) => !/[.)]$/.test(meaning))).toEqual([])
})
