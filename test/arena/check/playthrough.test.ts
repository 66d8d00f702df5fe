import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { golden } from '../../../arena/check/playthrough.ts'
import { judge } from '../../../arena/check/run.ts'
import { dilemma } from '../../../envs/dilemma/env.ts'
import { defineEnv } from '../../../envs/make-env.ts'

const [one, two] = ['one', 'two'].map((id) => defineEnv({ ...dilemma.spec, id }))
let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'mettle-playthrough-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const repeats = [{ name: 'repeats', ok: true }]
const check = (plugin: typeof one, update = false) => judge(golden, { plugin, folder, update }, repeats)
const text = (name: string) => readFileSync(join(folder, name), 'utf8')
const put = (name: string, line: string) => writeFileSync(join(folder, name), `${line}\n`)

it('envs of one folder have a playthrough each', async () => {
  expect(await check(one)).toMatchObject({ ok: true, message: expect.stringContaining('no one.playthrough.txt yet') })
  for (const plugin of [one, two]) expect(await check(plugin, true)).toMatchObject({ ok: true })
  expect(readdirSync(folder).sort()).toEqual(['one.playthrough.txt', 'two.playthrough.txt'])
  expect(text('two.playthrough.txt')).toMatch(/^two v/)
  for (const plugin of [one, two]) expect(await check(plugin)).toEqual({ name: 'playthrough', ok: true })
})

it('a playthrough.txt is read, and rewritten, where it is of the env, and left alone where it is of another', async () => {
  put('playthrough.txt', 'one v1 {"rounds":3} seed mine')
  expect(await check(one)).toMatchObject({ ok: false, message: expect.stringContaining('line 1 of playthrough.txt') })
  expect(await check(two)).toMatchObject({ ok: true, message: expect.stringContaining('no two.playthrough.txt yet') })
  await check(two, true)
  await check(one, true)
  expect(text('playthrough.txt')).toMatch(/^one v\d+ \{.*"rounds":3.*\} seed mine\nseat 0/)
  expect(text('two.playthrough.txt')).toMatch(/^two v/)
  expect(await check(one)).toEqual({ name: 'playthrough', ok: true })
})

it('says in a line which param of the first line the env does not take', async () => {
  put('one.playthrough.txt', 'one v1 {"rounds":"many"} seed mine')
  for (const update of [false, true])
    expect((await check(one, update)).message).toMatch(
      /^expected line 1 of one\.playthrough\.txt with params that one takes, got rounds: expected .+, got "many"; correct/,
    )
})
