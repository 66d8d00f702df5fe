import { Command } from 'commander'
import type { StudyFlags } from './study-flags.ts'

/** Options here, action apart: `--help` need not wait for tfjs. */
export function studyCommand(): Command {
  return new Command('study')
    .description('run a study: train, measure and report every arm; the same command again resumes it')
    .argument('<study>', 'id of a shipped study (npx mettle list studies), or path of a study file')
    .option('--seed <S>', 'seed of every number of the study')
    .option('--foundations <N>', 'independent foundations, n of every interval; fewer than 10 is a smoke run')
    .option('--workers <N>', 'worker threads (default: one a core); changes no number')
    .option(
      '--set <key=value>',
      'change a setting (compete.updates=20), an env param (env.rounds=3) or an intervention’s param (arms.kl.kl.weight=0.5); may be repeated',
      collect,
      [],
    )
    .option('--out <DIR>', 'the run folder (default: runs/<study>/<hash>)')
    .option('--backend <B>', 'force gpu, wasm or cpu; METTLE_BACKEND does the same')
    .option('--events <LEVEL>', 'what goes into events.jsonl: none, facts (default) or all, with every action')
    .option('--profile', 'say at the end where the time went: env, writers, network, interventions, logging, measuring')
    .option(
      '--registration <DIR>',
      'run a registered study: its seed, its ledger, and the diff of what departs from it',
    )
    .option(
      '--dry-run',
      'print the resolved study, its jobs, expected time (from a short calibration) and disk; start nothing of it',
    )
    .option('--json', 'print summary.json on standard output')
    .action(async (ref: string, flags: StudyFlags) => (await import('./study-action.ts')).study(ref, flags))
}

export const collect = (value: string, all: readonly string[]) => [...all, value]
