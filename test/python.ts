import { execFile } from 'node:child_process'
import { resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

const root = fileURLToPath(new URL('..', import.meta.url))

/** The Python with the pinned peers. CI makes one; elsewhere its absence is said and the tests are counted as skipped. */
export const PEERS = process.env.METTLE_PYTHON && resolve(root, process.env.METTLE_PYTHON)

export const withoutPeers = !PEERS && process.env.CI !== 'true'

/** What a script of `test/python` prints as JSON in its last line, while this process goes on serving. */
export async function peer(script: string, ...args: string[]): Promise<any> {
  const path = `${root}docs/examples/python`
  const env = { ...process.env, PYTHONPATH: path, PYTHONDONTWRITEBYTECODE: '1' }
  const { stdout } = await promisify(execFile)(python(), [`${root}test/python/${script}`, ...args], { env, ...MOST })
  return JSON.parse(stdout.trim().split('\n').at(-1) as string)
}

const MOST = { maxBuffer: 64 * 1024 * 1024 }

export const python = (): string => PEERS ?? 'no Python with the peers: METTLE_PYTHON=PATH'
