import { execFileSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, expect, it } from 'vitest'
import { folder, mettle } from './mettle.ts'

const { path: cwd, remove } = folder()
afterAll(remove)
const git = (...args: string[]) =>
  execFileSync('git', ['-c', 'user.name=t', '-c', 'user.email=t@t', ...args], { cwd, stdio: 'ignore' })

const page = readFileSync(fileURLToPath(new URL('../../../docs/studies.md', import.meta.url)), 'utf8')
const [, example] = /```ts\n(.*?)```/s.exec(page) as unknown as [string, string]

it('the study of docs/studies.md registers and dry-runs as written', async () => {
  writeFileSync(join(cwd, 'kl.ts'), example)
  git('init', '-q')
  git('add', '.')
  git('commit', '-qm', 'a study')
  expect(page).toContain('npx mettle register ./kl.ts')
  const registered = await mettle(cwd, 'register', './kl.ts', '--json')
  expect(registered.code, registered.stderr).toBe(0)
  const { folder: dir, seed } = JSON.parse(registered.stdout)
  expect(dir).toMatch(/^registrations\/kl-boardroom-[0-9a-f]{8}$/)
  expect(page).toContain('npx mettle study ./kl.ts --dry-run')
  const dry = await mettle(cwd, 'study', './kl.ts', '--registration', dir, '--dry-run', '--json')
  expect(dry.code, dry.stderr).toBe(0)
  const { study, jobs, deviations } = JSON.parse(dry.stdout)
  expect([study.settings.seed, deviations]).toEqual([seed, []])
  expect(jobs).toHaveLength(30 + 3 * 30)
}, 180_000)
