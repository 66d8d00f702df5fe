import { spawnSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { documentedTsconfig } from '../../fences.ts'
import { installed } from '../../installed.ts'
import { folder } from './mettle.ts'

const root = fileURLToPath(new URL('../../..', import.meta.url))
const { path: cwd, remove } = folder()
afterAll(remove)

const run = (command: string, args: readonly string[], at = cwd) =>
  spawnSync(command, args, { cwd: at, encoding: 'utf8', env: { ...process.env, VITEST: '', METTLE_BUILT: '' } })
const mettle = (...args: string[]) =>
  run(process.execPath, [join(cwd, 'node_modules/mettle/dist/arena/cli/main.js'), ...args])

const KINDS = ['env', 'agent', 'intervention', 'study']

/** As a new user has it: the tarball in an empty project, and one plugin of each kind. */
beforeAll(() => {
  installed(cwd, ['vitest'])
  for (const kind of KINDS) expect(mettle('new', kind, `my-${kind}`).stderr).toMatch(/^\nNext: npx mettle /)
})

describe('mettle new', () => {
  it('writes a plugin, its test, its page and a package.json, and a board for an env', () => {
    const files = ['README.md', 'index.js', 'index.test.js', 'package.json']
    for (const kind of KINDS)
      expect(readdirSync(join(cwd, `my-${kind}`)).sort()).toEqual(
        [...files, ...(kind === 'env' ? ['board.tsx'] : [])].sort(),
      )
    const text = KINDS.map((kind) => readFileSync(join(cwd, `my-${kind}`, 'index.js'), 'utf8')).join()
    expect(text).not.toContain('my-plugin')
  })

  it('names pages where who installed the package has them, and only pages that are there', () => {
    const texts = KINDS.flatMap((kind) =>
      readdirSync(join(cwd, `my-${kind}`)).map((file) => readFileSync(join(cwd, `my-${kind}`, file), 'utf8')),
    ).join('\n')
    const pages = [...texts.matchAll(/\S*docs\/([\w-]+\.md)/g)]
    expect(pages.length).toBeGreaterThan(4)
    for (const [address, page] of pages) {
      expect(address).toMatch(/^`?node_modules\/mettle\/docs\//)
      expect(existsSync(join(cwd, 'node_modules/mettle/docs', page)), page).toBe(true)
    }
  })

  it.each(['env', 'agent', 'intervention'])('an %s that passes mettle check at once', (kind) => {
    const { status, stdout, stderr } = mettle('check', `my-${kind}`, '--json')
    expect(stderr).toBe('')
    expect(JSON.parse(stdout).checks.filter(({ ok }: { ok: boolean | null }) => ok !== true)).toEqual([])
    expect(status).toBe(0)
  })

  it('plugins whose own tests pass at once', () => {
    const { status, stdout, stderr } = run(process.execPath, [join(root, 'node_modules/vitest/vitest.mjs'), 'run'])
    expect(status, stdout + stderr).toBe(0)
    expect(stdout).toMatch(/Test Files .*4 passed/)
  })

  it('plugins that compile under the tsconfig.json of docs/package.md, with no generic argument written', () => {
    const { compilerOptions } = documentedTsconfig()
    const typeRoots = [join(root, 'node_modules/@types')]
    const config = { compilerOptions: { ...compilerOptions, types: ['node'], typeRoots }, include: ['my-*/*'] }
    writeFileSync(join(cwd, 'tsconfig.json'), JSON.stringify(config))
    expect(run(join(root, 'node_modules/.bin/tsc'), []).stdout).toBe('')
  })

  it('a study that runs, with a plugin of the other folders in it', () => {
    const file = join(cwd, 'my-study', 'index.js')
    const text = readFileSync(file, 'utf8')
    writeFileSync(
      join(cwd, 'my-study', 'both.js'),
      text
        .replace(
          "from 'mettle'",
          "from 'mettle'\nimport mine from '../my-intervention/index.js'\nimport pie from '../my-env/index.js'",
        )
        .replace('env: boardroom', 'env: pie')
        .replace('boardroom,', '')
        .replace('[kl({ weight: 0.5 })]', '[mine()]')
        .replace('kl,', '')
        .replace('foundations: 2', 'foundations: 1'),
    )
    const { status, stdout, stderr } = mettle('study', 'my-study/both.js', '--json', '--workers', '1')
    expect(status, stderr).toBe(0)
    expect(JSON.parse(stdout).n).toEqual({ foundations: 1, trials: 5, failed: 0 })
    expect(mettle('study', 'my-study', '--dry-run', '--json').status).toBe(0)
  })

  it.each([
    ['new env Foo', 'a name in kebab-case: a to z, 0 to 9, words joined by -, got Foo. As in my-plugin'],
    ['new env my-env', 'no my-env yet, got one. Name another folder with --out'],
    ['new enf foo', 'one of env, agent, intervention, study, got enf. Did you mean env?'],
    ['new agent tit-for-tat', 'a name of its own, got that of one that ships'],
  ])('refuses %s, and writes nothing', (line, message) => {
    const before = readdirSync(cwd)
    const { status, stderr } = mettle(...line.split(' '))
    expect([status, stderr]).toEqual([2, expect.stringContaining(`: expected ${message}\n`)])
    expect(readdirSync(cwd)).toEqual(before)
  })
})

describe('a plugin by the name of its package', () => {
  beforeAll(() => {
    mkdirSync(join(cwd, 'node_modules/@lab'))
    for (const kind of KINDS)
      cpSync(join(cwd, `my-${kind}`), join(cwd, `node_modules/@lab/${kind}`), { recursive: true })
    cpSync(join(cwd, 'my-env'), join(cwd, 'node_modules/pie'), { recursive: true })
  })

  it('is checked, listed and planned', () => {
    expect(mettle('check', 'pie', '--json').status).toBe(0)
    const listed = JSON.parse(mettle('list', 'envs', 'pie', '--json').stdout)
    expect(listed.map(({ id }: { id: string }) => id)).toEqual(['my-env'])
    expect(mettle('check', '@lab/agent:price=2', '--env', 'pie').status).toBe(0)
    expect(mettle('study', '@lab/study', '--dry-run', '--json').status).toBe(0)
  })

  it('plays in a tournament, beside paths and ids, with params and by export', () => {
    const agents = '@lab/agent,@lab/agent#default:price=4,./my-agent:price=2,random'
    const { stdout, stderr } = mettle('tournament', 'pie', '--agents', agents, '--matches', '1', '--json')
    const names = JSON.parse(stdout || '{"standings":[]}').standings.map(({ agent }: { agent: string }) => agent)
    expect(names.sort(), stderr).toEqual(agents.split(',').sort())
  })

  it('gives way to an id that ships, and is refused where there is none', () => {
    renameSync(join(cwd, 'node_modules/pie'), join(cwd, 'node_modules/dilemma'))
    expect(mettle('check', 'dilemma').stdout).toContain('✓ playthrough\n')
    const { status, stderr } = mettle('tournament', 'pie', '--agents', 'random,mcts')
    expect([status, stderr]).toEqual([
      2,
      expect.stringMatching(/expected the id of an env, or the path or package of one, got pie/),
    ])
  })
})
