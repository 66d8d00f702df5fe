#!/usr/bin/env node
import { Console } from 'node:console'
import { Command, CommanderError } from 'commander'
import { versions } from '../program/build.ts'
import { Refusal } from '../refusal/errors.ts'
import { benchCommand } from './bench.ts'
import { betaCommand } from './beta.ts'
import { calibrateCommand } from './calibrate.ts'
import { checkCommand } from './check.ts'
import { listCommand } from './list.ts'
import { registerCommand } from './register.ts'
import { sqlCommand } from './sql.ts'
import { studyCommand } from './study.ts'
import { tournamentCommand } from './tournament.ts'
import { watchCommand } from './watch.ts'

/** Standard output belongs to results: what libraries and plugins print goes the way of narration. */
globalThis.console = new Console(process.stderr)

process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(process.exitCode ?? 0)
  throw error
})

const EXAMPLES = `Examples:
  npx mettle study quick                            the first look: trains, measures, prints a table
  npx mettle study quick --set compete.updates=20   the same with one setting changed
  npx mettle list interventions --json              what can be put into an arm, with its params
`

const program = new Command('mettle')
  .description('A multi-agent gym: does winning by power drag an agent’s motivations, and what stops it?')
  .version(versions().mettle)
  .addHelpText('before', EXAMPLES)
  .addHelpText(
    'after',
    '\nExit codes: 0 done, 1 nothing usable came out, 2 refused input, 3 done but some trials failed, 130 interrupted.',
  )
  .configureOutput({ outputError: (text, write) => write(text.replace(/^error: /, 'mettle: ')) })
  .exitOverride()
  .addCommand(inherit(studyCommand()))
  .addCommand(inherit(tournamentCommand()))
  .addCommand(inherit(registerCommand()))
  .addCommand(inherit(listCommand()))
  .addCommand(inherit(checkCommand()))
  .addCommand(inherit(betaCommand()))
  .addCommand(inherit(calibrateCommand()))
  .addCommand(inherit(benchCommand()))
  .addCommand(inherit(sqlCommand()))
  .addCommand(inherit(watchCommand()))

function inherit(command: Command): Command {
  return command
    .configureOutput({ outputError: (text, write) => write(text.replace(/^error: /, 'mettle: ')) })
    .exitOverride()
}

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
