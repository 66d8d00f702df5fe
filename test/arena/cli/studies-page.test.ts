import { execFileSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, expect, it } from 'vitest'
import { registered } from '../../../arena/cli/registered.ts'
import { settle } from '../../../arena/cli/settle.ts'
import { readRegistration } from '../../../arena/registration/registration.ts'
import { plan } from '../../../arena/run/plan.ts'
import { folder, mettle } from './mettle.ts'

const { path: cwd, remove } = folder()
afterAll(remove)
const git = (...args: string[]) =>
  execFileSync('git', ['-c', 'user.name=t', '-c', 'user.email=t@t', ...args], { cwd, stdio: 'ignore' })

const page = readFileSync(fileURLToPath(new URL('../../../docs/studies.md', import.meta.url)), 'utf8')
const [, example] = /```ts\n(.*?)```/s.exec(page) as unknown as [string, string]

it('the study of docs/studies.md registers as written, and plans what it says', async () => {
  writeFileSync(join(cwd, 'kl.ts'), example)
  git('init', '-q')
  git('add', '.')
  git('commit', '-qm', 'a study')
  expect(page).toContain('npx mettle register ./kl.ts')
  const made = await mettle(cwd, 'register', './kl.ts', '--json')
  expect(made.code, made.stderr).toBe(0)
  const { folder: dir, seed } = JSON.parse(made.stdout)
  expect(dir).toMatch(/^registrations\/kl-boardroom-[0-9a-f]{8}$/)
  expect(page).toContain('npx mettle study ./kl.ts --dry-run')
  // What a dry run prints of it, but for the short foundation that it times: that is asked of a small study.
  const registration = readRegistration(join(cwd, dir))
  const settled = await settle({ ref: join(cwd, 'kl.ts'), set: [], confirmatory: registration.seed }, {})
  // The built program registered, and these are its sources.
  const deviations = registered(registration, dir, settled).deviations.filter((each) => !each.startsWith('program.'))
  expect([settled.study.settings.seed, deviations]).toEqual([seed, []])
  const { foundations, trials } = plan(settled.study, settled.identity, join(cwd, 'jobs'))
  expect([foundations.length, trials.length]).toEqual([30, 5 * 30])
}, 180_000)
