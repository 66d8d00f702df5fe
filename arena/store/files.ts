import { closeSync, fsyncSync, openSync, readdirSync, renameSync, writeFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { fileJson } from '../program/canonical.ts'

/** Writes a file whole or not at all, also through kill −9. */
export function writeWhole(path: string, text: string | Uint8Array): void {
  const part = join(dirname(path), `.tmp-${process.pid}-${basename(path)}`)
  writeFileSync(part, text)
  flush(part)
  renameSync(part, path)
}

export const writeJson = (path: string, value: unknown): void => writeWhole(path, fileJson(value))

/** Renames a folder into place once everything in it has reached the disk. */
export function publish(from: string, to: string): void {
  for (const entry of readdirSync(from, { recursive: true, withFileTypes: true }))
    if (entry.isFile()) flush(join(entry.parentPath, entry.name))
  renameSync(from, to)
  flush(dirname(to))
}

/** Folders cannot be flushed everywhere; a file that cannot be is an error. */
function flush(path: string): void {
  const handle = openSync(path, 'r')
  try {
    fsyncSync(handle)
  } catch (error) {
    if (!['EISDIR', 'EPERM', 'EINVAL'].includes((error as NodeJS.ErrnoException).code ?? '')) throw error
  } finally {
    closeSync(handle)
  }
}
