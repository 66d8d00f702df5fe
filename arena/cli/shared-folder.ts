import { accessSync, constants, existsSync, statSync } from 'node:fs'
import { resolve } from 'node:path'
import { messageOf, refuse } from '../refusal/errors.ts'

/** A folder that submitter and workers both see. @throws Refusal */
export function sharedFolder(path: string): string {
  if (!existsSync(path) || !statSync(path).isDirectory()) refuse('--shared', 'a folder that is there', path)
  try {
    accessSync(path, constants.W_OK | constants.X_OK)
  } catch (error) {
    refuse('--shared', 'a folder that can be written', messageOf(error))
  }
  return resolve(path)
}
