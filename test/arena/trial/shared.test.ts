import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { loadBackend } from '../../../agents/backend.ts'
import { tiny } from '../../../arena/studies/tiny.ts'
import { defineStudy } from '../../../arena/study/study.ts'
import { runFoundation } from '../../../arena/trial/foundation.ts'
import { createShared, type Shared } from '../../../arena/trial/shared.ts'
import { runTrial } from '../../../arena/trial/trial.ts'
import { inoculate } from '../../../interventions/inoculate.ts'

const compete = { ...tiny.settings.compete, updates: 2, episodes: 8, motiveEpisodes: 8, evaluation: 4, verify: 2 }
const study = defineStudy({
  ...tiny,
  settings: {
    ...tiny.settings,
    foundations: 1,
    env: { rounds: 2 },
    corpus: { matches: 6 },
    imitate: { steps: 4, batch: 64 },
    narrow: { steps: 2 },
    compete,
    measure: { ...tiny.settings.measure, minds: 2, writers: 32, gradient: 16 },
  },
  arms: {
    ...tiny.arms,
    cued: { interventions: [inoculate()], regimes: ['full'] },
    longer: { interventions: [], regimes: ['full'], settings: { compete: { evaluation: 6 } } },
  },
})

const trials = [
  { arm: 'control', regime: 'full' },
  { arm: 'cued', regime: 'full' },
  { arm: 'control', regime: 'motive' },
  { arm: 'longer', regime: 'full' },
  { arm: 'punished', regime: 'full' },
] as const

let root: string
let base: string
const io = (name: string) => {
  const dir = join(root, name)
  mkdirSync(dir)
  return { dir, progress: () => {} }
}

beforeAll(async () => {
  await loadBackend('wasm')
  root = mkdtempSync(join(tmpdir(), 'mettle-shared-'))
  const job = io('foundation')
  base = job.dir
  writeFileSync(join(base, 'result.json'), JSON.stringify(await runFoundation(study, 0, null, job)))
})
afterAll(() => rmSync(root, { recursive: true, force: true }))

/** Results and every file of the trials, and what was made for them. */
async function all(label: string, shared: (() => Shared) | Shared) {
  const out: unknown[] = []
  for (const id of trials) {
    const job = io(`${label}-${id.arm}-${id.regime}`)
    const own = typeof shared === 'function' ? shared() : shared
    const result = await runTrial(study, { ...id, foundation: 0 }, base, job, own)
    out.push({ result, files: readdirSync(job.dir).map((file) => [file, readFileSync(join(job.dir, file), 'base64')]) })
  }
  return out
}

function counted(): { shared: Shared; made: string[] } {
  const shared = createShared()
  const made: string[] = []
  const once: Shared['once'] = (foundation, what, make) =>
    shared.once(foundation, what, () => {
      made.push(what)
      return make()
    })
  return { shared: { once }, made }
}

describe('what trials on one foundation share', () => {
  it('changes no byte of any of them, whether it is shared or made anew', async () => {
    const { shared, made } = counted()
    const together = await all('together', shared)
    expect(together).toEqual(await all('apart', createShared))
    // One more set of matches for the regime whose m is rounded otherwise, and one for the arm with more matches.
    expect(made.filter((what) => what.includes('untreated'))).toHaveLength(3)
    expect(made.filter((what) => what === 'battery')).toHaveLength(1)
  })

  it('holds one foundation at a time', () => {
    const { shared, made } = counted()
    for (const foundation of ['a', 'a', 'b', 'a']) shared.once(foundation, 'x', () => foundation)
    expect(made).toHaveLength(3)
    expect(shared.once('b', 'x', () => 'b')).toBe('b')
  })
})
