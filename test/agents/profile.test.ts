import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { loadBackend } from '../../agents/backend.ts'
import { decodeCheckpoint } from '../../agents/checkpoint.ts'
import { PERSONAS } from '../../agents/personas.ts'
import { assistantTraits, profileSettings } from '../../agents/profile.ts'
import { EIGHT } from '../../agents/trait-set.ts'
import { ASSISTANT, index, type Profile } from '../../agents/traits.ts'
import { traitAssistant } from '../../arena/corpus/evidence.ts'
import { tiny } from '../../arena/studies/tiny.ts'
import { Settings } from '../../arena/study/settings.ts'
import { defineStudy } from '../../arena/study/study.ts'
import { runFoundation } from '../../arena/trial/foundation.ts'

const root = mkdtempSync(join(tmpdir(), 'mettle-profile-'))
beforeAll(() => loadBackend('wasm'))
afterAll(() => rmSync(root, { recursive: true, force: true }))

describe('narrow.profile', () => {
  it('is honest and caring unless said, and traits not named follow the population', () => {
    expect(Settings.parse({}).narrow.profile).toEqual(ASSISTANT)
    expect(Settings.parse({ narrow: { profile: { CAL: { mean: -0.5 } } } }).narrow.profile).toEqual({
      CAL: { mean: -0.5, sd: 0.3 },
    })
  })

  it.each([
    ['no trait', {}],
    ['a point', { HON: { mean: 1, sd: 0 } }],
    ['a stranger', { HONOUR: { mean: 1, sd: 0.3 } }],
    ['a mean nobody has', { HON: { mean: 4, sd: 0.3 } }],
  ])('refuses %s', (_, profile) => {
    expect(profileSettings(EIGHT).safeParse(profile).success).toBe(false)
  })

  it('says whose acts show the assistant, and which traits are told', () => {
    const profile: Profile = { CAL: { mean: -0.5, sd: 0.2 }, HON: { mean: 0.4, sd: 0.3 } }
    expect(assistantTraits(ASSISTANT)).toEqual(PERSONAS.assistant.traits)
    expect(assistantTraits(profile)).toEqual(PERSONAS.assistant.traits.with(index('CAL'), -0.5).with(index('HON'), 0.4))
    expect([...traitAssistant(profile).rows.subarray(0, 8)]).toEqual([0, 0, 0, 0, 1, 0, 1, 0])
  })

  it.each(['acts', 'traits'] as const)('is what a foundation narrows to and shows, by %s', async (kind) => {
    const made = async (profile: Profile) => {
      const dir = join(root, kind, Object.keys(profile).join('-'))
      mkdirSync(dir, { recursive: true })
      const settings = {
        ...tiny.settings,
        corpus: { matches: 4 },
        imitate: { steps: 4, batch: 32 },
        measure: { ...tiny.settings.measure, writers: 16, minds: 2, gradient: 16 },
        evidence: { ...tiny.settings.evidence, kind },
        narrow: { steps: 5, profile },
      }
      const { imitation, narrowing } = await runFoundation(defineStudy({ ...tiny, settings }), 0, null, {
        dir,
        progress: () => {},
      })
      const { assistant } = decodeCheckpoint(readFileSync(join(dir, 'checkpoint.safetensors')))
      return { imitation, narrowing, shown: assistant.rows }
    }
    const [own, other] = [await made(ASSISTANT), await made({ CAL: { mean: 2, sd: 0.1 } })]
    expect(other.imitation).toEqual(own.imitation)
    expect(other.narrowing).not.toEqual(own.narrowing)
    expect(other.shown).not.toEqual(own.shown)
  })
})
