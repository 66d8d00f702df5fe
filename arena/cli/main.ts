#!/usr/bin/env node
import { Console } from 'node:console'
import { CommanderError } from 'commander'
import { Refusal } from '../refusal/errors.ts'
import { program } from './program.ts'

/** Standard output belongs to results: what libraries and plugins print goes the way of narration. */
globalThis.console = new Console(process.stderr)

process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(process.exitCode ?? 0)
  throw error
})

try {
  await program.parseAsync()
} catch (error) {
  process.exitCode = exitCodeOf(error)
}

/** Commander has printed its own message; help and version are no failures. */
function exitCodeOf(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2
  process.stderr.write(
    error instanceof Refusal
      ? `mettle: ${error.message}\n`
      : `mettle: this is a defect of Mettle: ${(error as Error)?.stack ?? error}\n`,
  )
  return error instanceof Refusal ? 2 : 1
}
