import { Command } from 'commander'
import type { RegisterFlags } from './register-action.ts'
import { repeatable } from './study.ts'

export function registerCommand(): Command {
  return new Command('register')
    .summary('fix a confirmatory study by hash before its data exist')
    .description(
      'Register a confirmatory study before its data exist: its resolved settings, plan, program version and git commit ' +
        'are written to a folder under their hash. The seed of the study follows from the hash, so nobody can choose it. ' +
        'Run the study afterwards with npx mettle study <study> --registration <DIR>.',
    )
    .argument('<study>', 'id or path of a study that contains a preregistration')
    .option(
      '--foundations <N>',
      'number of foundations to register, 10 to 1000 (default: the study’s own); a run with another number departs from ' +
        'the registration',
    )
    .addOption(
      repeatable(
        '--set <key=value>',
        'change a setting or param, as for npx mettle study; becomes part of the registration; may be repeated',
      ),
    )
    .option(
      '--backend <B>',
      'tfjs backend to register: gpu, wasm or cpu (default: METTLE_BACKEND, else the first that works)',
    )
    .option('--to <DIR>', 'folder in which registrations are kept', 'registrations')
    .option('--json', 'print the registration on standard output')
    .action(async (ref: string, flags: RegisterFlags) => (await import('./register-action.ts')).register(ref, flags))
}
