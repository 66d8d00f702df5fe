import { cpSync, existsSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { folder, lines, mettle, SMALL } from './mettle.ts'
import { wholeRun } from './whole.ts'

const { path: cwd, remove } = folder()
const { run, close } = lines(cwd)
afterAll(() => {
  close()
  remove()
})
const study = (out: string, ...flags: string[]) => ['study', 'tiny', ...SMALL, '--workers', '1', '--out', out, ...flags]
const job = (out: string, name: string) =>
  join(out, 'jobs', readdirSync(join(cwd, out, 'jobs')).find((each) => each.startsWith(name)) as string)
const half = (path: string) => truncateSync(path, Math.floor(readFileSync(path).length / 2))

beforeAll(async () => {
  await wholeRun(cwd)
}, 120_000)

/** The file of a job, what is done to it, and which other job has to run again before it is read. */
const DAMAGES: readonly (readonly [string, string, (path: string) => void, string | null])[] = [
  ['control.full.0', 'result.json', half, null],
  ['foundation.1', 'result.json', (path) => writeFileSync(path, ''), null],
  ['kl.full.1', 'metrics.jsonl', rmSync, null],
  ['punished.full.0', 'timing.json', rmSync, null],
  ['foundation.0', 'checkpoint.safetensors', half, 'control.full.0'],
]

describe('a damaged job', () => {
  it.each(DAMAGES)(
    '%s without a whole %s is refused by its folder, and runs again once that is removed',
    async (name, file, damage, other) => {
      const out = `damaged-${name}-${file}`
      cpSync(join(cwd, 'whole'), join(cwd, out), { recursive: true })
      const dir = job(out, name)
      damage(join(cwd, dir, file))
      if (other) rmSync(join(cwd, job(out, other)), { recursive: true })
      for (const flags of [['--dry-run'], []]) {
        const { code, stdout, stderr } = await run(...study(out, ...flags))
        expect([code, stdout]).toEqual([2, ''])
        expect(stderr).toContain(
          `mettle: ${dir}: expected a finished job with a whole ${file}, got one that does not read (`,
        )
        expect(stderr).toContain('Remove that folder; the job runs again')
        expect(existsSync(join(cwd, out, 'lock'))).toBe(false)
      }
      rmSync(join(cwd, dir), { recursive: true })
      const { code, stderr } = await mettle(cwd, ...study(out))
      expect(code, stderr).toBe(0)
      expect(stderr).toContain(`${other ? 12 : 13} of 14 jobs are finished already`)
    },
    120_000,
  )
})
