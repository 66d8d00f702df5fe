import { Command } from 'commander'
import type { RegisterFlags } from './register-action.ts'
import { collect } from './study.ts'

export function registerCommand(): Command {
  return new Command('register')
    .description('fix a confirmatory study by hash before its data exist; its seed follows from the hash')
    .argument('<study>', 'id or path of a study with a preregistration')
    .option('--foundations <N>', 'as registered: no other number counts as this study')
    .option('--set <key=value>', 'as for study; becomes part of what is registered', collect, [])
    .option('--backend <B>', 'force gpu, wasm or cpu')
    .option('--to <DIR>', 'where registrations are kept', 'registrations')
    .option('--json', 'print the registration')
    .action(async (ref: string, flags: RegisterFlags) => (await import('./register-action.ts')).register(ref, flags))
}
