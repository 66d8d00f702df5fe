import { Command } from 'commander'
import { versions } from '../program/build.ts'
import { batteryCommand } from './battery.ts'
import { benchCommand } from './bench.ts'
import { betaCommand } from './beta.ts'
import { calibrateCommand } from './calibrate.ts'
import { checkCommand } from './check.ts'
import { compareCommand } from './compare.ts'
import { exportCommand } from './export.ts'
import { listCommand } from './list.ts'
import { newCommand } from './new.ts'
import { queueCommand } from './queue.ts'
import { registerCommand } from './register.ts'
import { runsCommand } from './runs.ts'
import { schemaCommand } from './schema.ts'
import { serveCommand } from './serve.ts'
import { sqlCommand } from './sql.ts'
import { strengthsCommand } from './strengths.ts'
import { studyCommand } from './study.ts'
import { tournamentCommand } from './tournament.ts'
import { watchCommand } from './watch.ts'
import { workerCommand } from './worker.ts'

const EXAMPLES = `Examples:
  npx mettle study quick                            a first study: trains agents, measures, prints a table
  npx mettle study quick --set compete.updates=20   the same study with one setting changed
  npx mettle list interventions --json              all interventions with their params, as JSON
`

/** All that `mettle` understands; main.ts runs it, and tests ask it whether pages name commands that are there. */
export const program: Command = new Command('mettle')
  .description(
    [
      'A multi-agent reinforcement learning gym. It asks: when power wins, does reinforcement drag an agent’s motivations',
      'toward dark traits (manipulation, entitlement, callousness, spite, dishonesty), and which interventions stop that?',
    ].join(' '),
  )
  .version(versions().mettle)
  .addHelpText('before', EXAMPLES)
  .addHelpText(
    'after',
    [
      '',
      'Words used in the help texts:',
      '  env            a game with what agents and measures need; kind train (agents are reinforced in it) or eval',
      '                 (held out from reinforcement; choices in it reveal traits)',
      '  traits         PWR power, LEAD leadership, MAN manipulation, ENT entitlement, CAL callousness, SPI spite,',
      '                 HON honesty, CARE care; D, the dark composite, is the mean of MAN, ENT, CAL, SPI and −HON',
      '  writer         a scripted persona with known traits; networks first imitate a population of writers',
      '  foundation     one network after imitation, before reinforcement; all intervals are over foundations',
      '  arm, trial     one combination of interventions; one arm trained and measured on one foundation',
      '  study          a question with its arms, envs and settings',
      '',
      'Exit codes: 0 done, 1 nothing usable came out, 2 the input was refused, 3 done but some trials failed,',
      '130 interrupted.',
    ].join('\n'),
  )
  .configureOutput({ outputError: (text, write) => write(text.replace(/^error: /, 'mettle: ')) })
  .exitOverride()
  // So that `battery score FILE --json` is heard by score.
  .enablePositionalOptions()
  .addCommand(inherit(studyCommand()))
  .addCommand(inherit(tournamentCommand()))
  .addCommand(inherit(batteryCommand()))
  .addCommand(inherit(workerCommand()))
  .addCommand(inherit(queueCommand()))
  .addCommand(inherit(strengthsCommand()))
  .addCommand(inherit(registerCommand()))
  .addCommand(inherit(listCommand()))
  .addCommand(inherit(schemaCommand()))
  .addCommand(inherit(newCommand()))
  .addCommand(inherit(checkCommand()))
  .addCommand(inherit(betaCommand()))
  .addCommand(inherit(calibrateCommand()))
  .addCommand(inherit(benchCommand()))
  .addCommand(inherit(sqlCommand()))
  .addCommand(inherit(watchCommand()))
  .addCommand(inherit(exportCommand()))
  .addCommand(inherit(serveCommand()))
  .addCommand(inherit(runsCommand()))
  .addCommand(inherit(compareCommand()))

function inherit(command: Command): Command {
  return command
    .configureOutput({ outputError: (text, write) => write(text.replace(/^error: /, 'mettle: ')) })
    .exitOverride()
}
