import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import { loader } from '../../../arena/bench/compare/modules.ts'
import { growth } from '../../../arena/bench/compare/programs/growth.ts'
import { exponent, GROWING } from '../../../arena/bench/growth/growth.ts'

const ROOT = fileURLToPath(new URL('../../../', import.meta.url))

it('the power is that of the size', () => {
  expect(exponent([3, 9], [30, 900])).toBeCloseTo(2, 12)
  expect(exponent([64, 5], [512, 5])).toBe(0)
  expect(exponent([10, 1], [100, 10])).toBeCloseTo(1, 12)
})

it.each(GROWING.filter(({ id }) => id !== 'foundations' && id !== 'items'))(
  '$id: small work runs',
  async ({ id, asked }) => {
    const dir = await mkdtemp(join(tmpdir(), 'mettle-growth-test-'))
    try {
      const run = await growth(loader(ROOT), { what: id, size: asked[0] }, { build: ROOT, dir })
      const { time, memory, size } = await run()
      expect(size.value).toBe(asked[0])
      expect(time.value).toBeGreaterThan(0)
      expect(memory.value).toBeGreaterThan(10)
    } finally {
      await rm(dir, { recursive: true, force: true })
    }
  },
)
