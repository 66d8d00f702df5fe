import { execFileSync, spawnSync } from 'node:child_process'
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { folder } from './arena/cli/mettle.ts'
import { documentedTsconfig, fencesOf, PAGES } from './fences.ts'
import { installed } from './installed.ts'

const root = fileURLToPath(new URL('..', import.meta.url))
const project = folder()
afterAll(project.remove)
beforeAll(() => installed(project.path))

const node = (code: string) =>
  execFileSync(process.execPath, ['--input-type=module', '-e', code], { cwd: project.path, encoding: 'utf8' })

it('the tarball is small, holds what is read at run time, and publint and are-the-types-wrong find nothing', () => {
  const { status, stdout, stderr } = spawnSync('node', ['.ci/package.mjs'], { cwd: root, encoding: 'utf8' })
  expect(stderr).toBe('')
  expect(status, stdout).toBe(0)
})

it('every entry point loads in plain JavaScript, and they share one instance of everything', () => {
  const code = `
    import * as mettle from 'mettle'
    import * as envs from 'mettle/envs'
    import { createStepper } from 'mettle/engine'
    import { holm } from 'mettle/statistics'
    const shared = Object.keys(envs).filter((name) => mettle[name] !== envs[name])
    const match = createStepper(envs.dilemma().game).start({ seed: 'a', numPlayers: 2 })
    console.log(JSON.stringify([envs.ENVS.length, shared, holm([0.01, 0.04]), match.ctx.turn]))`
  expect(JSON.parse(node(code))).toEqual([25, [], [0.02, 0.04], 1])
})

it('mettle/envs loads no tensors, which mettle does', () => {
  const loaded = (entry: string) => node(`await import('${entry}'); console.log('_tfengine' in globalThis)`).trim()
  expect(['mettle/envs', 'mettle'].map(loaded)).toEqual(['false', 'true'])
})

/** What a study file of ours imports by value, but for helpers of the sources. */
function importedBy(study: string): string[] {
  const text = readFileSync(join(root, 'arena/studies', `${study}.ts`), 'utf8')
  const names = [...text.matchAll(/^import \{([^}]*)\}/gm)].flatMap(([, list]) => list.split(','))
  return names.map((name) => name.trim()).filter((name) => name && !/^type |^mapValues$/.test(name))
}

it('all that E0, E0b and the leaderboard are made of comes from mettle', () => {
  const exported = JSON.parse(node("import * as all from 'mettle'; console.log(JSON.stringify(Object.keys(all)))"))
  const wanted = ['e0', 'e0b', 'leaderboard', 'techniques', 'battery'].flatMap(importedBy)
  expect(wanted.length).toBeGreaterThan(40)
  expect(wanted.filter((name) => !exported.includes(name))).toEqual([])
})

it('plays a tournament in code, resumes it and ranks', () => {
  const code = `
    import { bradleyTerry, conclude, LIMIT, playTournament, resolveTournament } from 'mettle'
    const request = { envs: ['dilemma'], agents: ['random', 'tit-for-tat'], background: [], matches: 2, seed: 1, selection: LIMIT, bestResponse: false, set: ['rounds=3'] }
    const tournament = await resolveTournament(request)
    const quiet = { folder: 'played', signal: new AbortController().signal, clock: () => 0, breathe: () => undefined, on: () => {} }
    const results = []
    for (let turn = 0; turn < 2; turn++) results.push(conclude(tournament, (await playTournament(tournament, quiet)).programmes))
    console.log(JSON.stringify([results[0].standings.length, JSON.stringify(results[0]) === JSON.stringify(results[1]), bradleyTerry([[0, 2], [1, 0]]).length]))`
  expect(JSON.parse(node(code))).toEqual([2, true, 2])
})

it('lists envs without the optional packages', () => {
  const main = join(project.path, 'node_modules/mettle/dist/arena/cli/main.js')
  expect(execFileSync(process.execPath, [main, 'list', 'envs'], { cwd: project.path, encoding: 'utf8' })).toContain(
    'boardroom',
  )
  expect(() => node("await import('@duckdb/node-api')")).toThrow(/ERR_MODULE_NOT_FOUND/)
})

const CONSUMER = `
import { boardroom, defineStudy, e0, type Study } from 'mettle'
import { createStepper } from 'mettle/engine'
import { ENVS } from 'mettle/envs'
import { describeEnv } from 'mettle/kit'
import { type Estimate, estimate } from 'mettle/statistics'

const mine: Study = defineStudy({ ...e0, id: 'mine' })
const found: Estimate = estimate([1, 2, 3])
export const all: unknown[] = [mine, found, ENVS.length, createStepper, describeEnv, boardroom().seats.toFixed()]
// @ts-expect-error an env has a number of seats, not a text
export const wrong: string = boardroom().seats
`

/** Declarations that do not compile by themselves: docs/package.md says which and why. */
const UPSTREAM = /node_modules\/(?:ts-toolbelt|@tensorflow\/tfjs-core|@webgpu\/types|typescript)\//

it('compiles under strict TypeScript; without skipLibCheck only upstream declarations fail', () => {
  writeFileSync(join(project.path, 'consumer.ts'), CONSUMER)
  copyFileSync(join(root, 'test/types.ts'), join(project.path, 'types.ts'))
  const compilerOptions = { ...documentedTsconfig().compilerOptions, types: [], skipLibCheck: false }
  writeFileSync(
    join(project.path, 'tsconfig.json'),
    JSON.stringify({ compilerOptions, files: ['consumer.ts', 'types.ts'] }),
  )
  const { stdout } = spawnSync(join(root, 'node_modules/.bin/tsc'), { cwd: project.path, encoding: 'utf8' })
  const errors = stdout.split('\n').filter((line) => /: error TS/.test(line))
  expect(errors.filter((line) => !UPSTREAM.test(line))).toEqual([])
  // Once none is left, docs/package.md need not ask for skipLibCheck.
  expect(errors).not.toEqual([])
})

/** What stands around a block of a page that is no whole file: imports, and names that the page says are the reader's. */
const AROUND: Readonly<Record<string, (text: string) => string>> = {
  'docs/engine.md': (text) =>
    `import { createStepper } from 'mettle/engine'\ndeclare const game: import('mettle').Game\n${text}`,
  'docs/interventions.md': (text) =>
    `import { cap, cueStrength, defineStudy, frame, tiny } from 'mettle'\n${armed(text)}`,
  'docs/studies.md': (text) => {
    const whole = text.replace('// …', '...tiny,').replace('{ …,', '{ ...tiny,')
    const around = whole.includes('import ')
      ? ''
      : "import { bribery, dictator, frame, moneyBurning, promise, queue, senderReceiver } from 'mettle'\n"
    const own = whole.includes('defineStudy,') ? '' : "import { defineStudy, kl, tiny } from 'mettle'\n"
    return `${around}${own}${armed(whole)}`
  },
}

/** Arms, or a sweep, that stand alone are put into a study. */
function armed(text: string): string {
  const arms = /^arms: /m.test(text)
    ? text
    : text.replace(/^'[\s\S]*/, (all) => `arms: { control: tiny.arms.control, ${all} }`)
  return arms.replace(/^(?:arms|sweeps): [\s\S]*/m, (all) => `export const study = defineStudy({ ...tiny, ${all} })`)
}

/** AssemblyScript, which its own compiler reads in every build. */
const OTHER_LANGUAGE = ['docs/compiled.md']

/** Files that blocks of docs/studies.md and docs/conformance.md take from the reader. */
const READERS: Readonly<Record<string, string>> = {
  'mine.strengths.ts': 'export const STRENGTHS = { kl: {} } as const',
  'harbour.ts': "export { boardroom as harbour } from 'mettle'",
  'kl.ts': "export { tiny as default } from 'mettle'",
  'my-env.js': "export { boardroom as default } from 'mettle'",
  'mine.js': "import { kl, randomPlugin } from 'mettle'\nexport const [myAgent, myIntervention] = [randomPlugin(), kl]",
  'tic-tac-toe.js': 'export const TicTacToe = { setup: () => ({}) }',
}

it('every block of TypeScript and JavaScript on the pages compiles, by the tsconfig.json that they name', () => {
  const blocks = PAGES.filter((page) => !OTHER_LANGUAGE.includes(page)).flatMap((page) =>
    fencesOf(page)
      .filter(({ kind }) => kind === 'ts' || kind === 'js')
      .map(({ text, kind, file }, i) => ({
        name: file ?? `${page.replaceAll(/\W/g, '-')}-${i}.${kind}`,
        text: AROUND[page]?.(text) ?? text,
      })),
  )
  expect(blocks.length).toBeGreaterThan(18)
  const at = join(project.path, 'pages')
  mkdirSync(at)
  for (const [name, text] of Object.entries(READERS)) writeFileSync(join(at, name), `${text}\n`)
  for (const { name, text } of blocks) writeFileSync(join(at, name), text)
  const compilerOptions = {
    ...documentedTsconfig().compilerOptions,
    types: ['node'],
    typeRoots: [join(root, 'node_modules/@types')],
  }
  writeFileSync(join(at, 'tsconfig.json'), JSON.stringify({ compilerOptions, include: ['*'] }))
  expect(spawnSync(join(root, 'node_modules/.bin/tsc'), { cwd: at, encoding: 'utf8' }).stdout).toBe('')
})
