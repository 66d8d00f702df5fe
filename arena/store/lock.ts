import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { Refusal } from '../refusal/errors.ts'

interface Holder {
  readonly pid: number
  readonly host: string
  /** When the process started, in the kernel's ticks: tells a reused pid. Null where the system does not say. */
  readonly born: string | null
}

/** Takes the folder for this process, also from a process that died. @throws Refusal while another lives. */
export function lock(folder: string): { release(): void } {
  const path = join(folder, 'lock')
  for (let attempt = 0; attempt < 3; attempt++) {
    if (take(path)) return { release: () => rmSync(path, { force: true }) }
    const holder = holderOf(path)
    if (holder && alive(holder)) throw new Refusal(busy(folder, holder, path))
    setAside(path)
  }
  throw new Refusal(`${folder}: expected to lock the run folder, got beaten to it three times. Run the command again`)
}

const self = (): Holder => ({ pid: process.pid, host: hostname(), born: bornAt(process.pid) })

function take(path: string): boolean {
  try {
    writeFileSync(path, JSON.stringify(self()), { flag: 'wx' })
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false
    throw error
  }
}

/** Undefined when the lock is gone or was cut off while it was written. */
function holderOf(path: string): Holder | undefined {
  try {
    return JSON.parse(readFileSync(path, 'utf8'))
  } catch {
    return undefined
  }
}

function alive({ pid, host, born }: Holder): boolean {
  if (host !== hostname()) return true
  try {
    process.kill(pid, 0)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return false
  }
  return born === bornAt(pid)
}

/** Field 22 of /proc/<pid>/stat; the name before it may hold spaces. */
function bornAt(pid: number): string | null {
  try {
    return readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ')[19] ?? null
  } catch {
    return null
  }
}

/** Renaming is atomic, so of two processes that find a dead one's lock only one moves it. */
function setAside(path: string): void {
  const aside = `${path}.${process.pid}`
  try {
    renameSync(path, aside)
    rmSync(aside, { force: true })
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
  }
}

function busy(folder: string, { pid, host }: Holder, path: string): string {
  const elsewhere = host === hostname() ? '' : ` If no process of ${host} uses it, delete ${path}.`
  return `${folder}: expected a folder that no other run uses, got one in use by process ${pid} on ${host}. Wait for it, or give another --out.${elsewhere}`
}
