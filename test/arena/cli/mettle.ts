import { type ChildProcess, fork, spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'

/** The built command. */
export const MAIN = fileURLToPath(new URL('../../../dist/arena/cli/main.js', import.meta.url))

/**
 * The smallest run that goes through every part: one job of each kind takes a second or less. Two foundations, updates
 * and minds, since one has no order, no last and no mean.
 */
export const SMALL = [
  'foundations=2',
  'corpus.matches=4',
  'imitate.steps=8',
  'narrow.steps=2',
  'compete.updates=2',
  'compete.episodes=8',
  'compete.evaluation=4',
  'compete.verify=1',
  'measure.writers=16',
  'measure.minds=2',
  'measure.gradient=16',
].flatMap((set) => ['--set', set])

export interface Ended {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

export interface Started {
  readonly child: ChildProcess
  readonly ended: Promise<Ended>
  /** Resolves when standard error has shown it. */
  saw(text: string): Promise<void>
}

/** Where a command runs. */
export interface Surroundings {
  readonly env?: Readonly<Record<string, string>>
  /** A command that starts it, as one of another network namespace. */
  readonly under?: readonly string[]
}

/** The built command in a folder of its own. */
export const start = (cwd: string, ...args: string[]): Started => startIn({}, cwd, ...args)

export function startIn({ env = {}, under = [] }: Surroundings, cwd: string, ...args: string[]): Started {
  const [command, ...rest] = [...under, process.execPath, MAIN, ...args]
  const child = spawn(command, rest, { cwd, env: { ...process.env, METTLE_BACKEND: '', TMPDIR: cwd, ...env } })
  const text = { stdout: '', stderr: '' }
  for (const name of ['stdout', 'stderr'] as const) child[name]?.on('data', (chunk) => (text[name] += chunk))
  const ended = new Promise<Ended>((resolve) => child.on('close', (code) => resolve({ code, ...text })))
  const saw = (wanted: string) =>
    new Promise<void>((resolve, reject) => {
      const look = () => text.stderr.includes(wanted) && resolve()
      child.stderr?.on('data', look)
      ended.then(() =>
        text.stderr.includes(wanted) ? resolve() : reject(new Error(`never saw ${wanted} in: ${text.stderr}`)),
      )
      look()
    })
  return { child, ended, saw }
}

export const mettle = (cwd: string, ...args: string[]): Promise<Ended> => start(cwd, ...args).ended

/**
 * Lines for the built command that it refuses or answers at once, in one process after the other: start-up is paid
 * once. A line that is to start threads, be killed or print much needs a process of its own.
 */
export function lines(cwd: string): { run(...args: string[]): Promise<Ended>; close(): void } {
  const driver = fileURLToPath(new URL('./lines.mjs', import.meta.url))
  const child = fork(driver, [JSON.stringify({ main: pathToFileURL(MAIN).href })], {
    cwd,
    env: { ...process.env, METTLE_BACKEND: '', TMPDIR: cwd },
    execArgv: [],
  })
  const run = (...args: string[]) =>
    new Promise<Ended>((resolve, reject) => {
      const died = (code: number | null) => reject(new Error(`mettle ${args.join(' ')} ended the process with ${code}`))
      child.once('exit', died)
      child.once('message', (ended) => {
        child.off('exit', died)
        resolve(ended as Ended)
      })
      child.send(args)
    })
  return { run, close: () => void child.kill() }
}

/** A temporary folder, and what removes it. */
export function folder(): { readonly path: string; remove(): void } {
  const path = mkdtempSync(join(tmpdir(), 'mettle-test-'))
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) }
}
