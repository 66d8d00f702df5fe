import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { cp, mkdtemp, readFile, rm } from 'node:fs/promises'
import { join, relative } from 'node:path'
import type { Program, Reading } from '../define.ts'
import { missing } from '../modules.ts'
import { stopwatch } from '../spent.ts'

/** A study by the build's own command, to its report. */
export const study: Program = async (_, { row, args, workers }, { build, dir }) => {
  const main = join(build, 'dist/arena/cli/main.js')
  return async () => {
    const root = await mkdtemp(join(dir, 'study-'))
    const out = join(root, 'run')
    const command = [main, 'study', ...args, '--workers', String(workers), '--out', out, '--json']
    const watch = stopwatch()
    const cpu = await metered(process.execPath, command, root)
    const { wall } = watch()
    const jobs = await jobsOf(out)
    await rm(root, { recursive: true, force: true })
    return { [row]: { value: wall, cpu, note: `${jobs} jobs` } satisfies Reading }
  }
}

const jobsOf = async (out: string): Promise<number> =>
  Object.keys(JSON.parse(await readFile(join(out, 'summary.json'), 'utf8')).timing.jobs).length

/** Contests run as in production, where npm would leave out the compiler; a newcomer has it. */
const NEWCOMER: NodeJS.ProcessEnv = { NODE_ENV: undefined }

/** What npm ci and npm start take in a fresh copy of the sources: what a newcomer waits for. */
export const start: Program = async (_, { row }, { build, dir }) => {
  if (!existsSync(join(build, 'package-lock.json'))) missing('package-lock.json')
  const apart = new Set(['node_modules', 'dist', 'runs', '.git'])
  return async () => {
    const copy = await mkdtemp(join(dir, 'clone-'))
    const filter = (path: string) => !apart.has(relative(build, path).split(/[\\/]/)[0])
    await cp(build, copy, { recursive: true, filter })
    const watch = stopwatch()
    await ended('npm', ['ci'], copy, NEWCOMER)
    const { wall: installed } = watch()
    await ended('npm', ['start'], copy, NEWCOMER)
    const { wall } = watch()
    await rm(copy, { recursive: true, force: true })
    return { [row]: { value: wall, note: `npm ci ${installed.toFixed(0)} s of it` } satisfies Reading }
  }
}

/** Runs a Node program. @returns processor seconds of the whole process, all threads */
async function metered(command: string, args: readonly string[], dir: string): Promise<number> {
  const [meter, file] = [new URL('../meter.js', import.meta.url).href, join(dir, 'meter.json')]
  const options = [process.env.NODE_OPTIONS, `--import ${meter}`].filter(Boolean).join(' ')
  await ended(command, args, dir, { NODE_OPTIONS: options, METTLE_METER: file })
  return JSON.parse(await readFile(file, 'utf8')).cpu
}

/** @throws Error with the last lines that the program wrote, unless it ends with 0 */
export function ended(
  command: string,
  args: readonly string[],
  cwd: string,
  more: NodeJS.ProcessEnv = {},
): Promise<void> {
  return new Promise((resolve, reject) => {
    const tail: string[] = []
    const child = spawn(command, args, { cwd, env: { ...process.env, ...more }, stdio: ['ignore', 'ignore', 'pipe'] })
    child.stderr.on('data', (chunk) => void tail.push(String(chunk)))
    child.on('error', reject)
    child.on('exit', (code) => {
      const last = tail.join('').trim().split('\n').slice(-3).join(' ')
      if (code === 0) resolve()
      else reject(new Error(`${command} ${args.join(' ')} ended with ${code}: ${last}`))
    })
  })
}
