import { beforeAll, expect, it } from 'vitest'
import { loadBackend } from '../../../agents/backend.ts'
import { forecast } from '../../../arena/bench/forecast.ts'
import type { Manifest } from '../../../arena/store/manifest.ts'
import { tiny } from '../../../arena/studies/tiny.ts'
import { defineStudy } from '../../../arena/study/study.ts'

beforeAll(() => loadBackend('wasm'))

const { control } = tiny.arms

it('an arm costs by its own updates and readings, and the short run is that of the plainest', {
  timeout: 60_000,
}, async () => {
  const study = defineStudy({
    ...tiny,
    id: 'pressed',
    settings: {
      ...tiny.settings,
      foundations: 1,
      compete: { ...tiny.settings.compete, updates: 20, measureEvery: 20 },
    },
    arms: {
      control: { ...control, regimes: ['full'] },
      long: { interventions: [], regimes: ['full'], settings: { compete: { updates: 4000 } } },
    },
  })
  const said: string[] = []
  const session = { command: ['study', 'pressed'], git: null, cpu: 'c', cores: 2, node: 'v20', os: 'linux' }
  const about = {
    hash: 'ab'.repeat(32),
    backend: { name: 'wasm', passedOver: [] },
    sessions: [session],
    packages: {},
    plugins: [],
    identity: { build: 'b' },
  }
  const { trial } = await forecast(study, about as unknown as Manifest, (text) => said.push(text))
  const of = (updates: number, measureEvery: number) => trial.full!({ updates, measureEvery })
  const [base, longer, longest] = [of(20, 20), of(2000, 2000), of(4000, 4000)]
  expect(longest.seconds - longer.seconds).toBeCloseTo(((longer.seconds - base.seconds) * 2000) / 1980, 6)
  expect(longest.seconds).toBeGreaterThan(10 * base.seconds)
  expect(of(4000, 20).seconds).toBeGreaterThan(longest.seconds)
  expect(longest.bytes).toBeGreaterThan(20 * base.bytes)
  expect(said).toEqual(expect.arrayContaining(['timing a short trial in full']))
})
