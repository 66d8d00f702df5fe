import { Command, Option } from 'commander'
import type { StudyFlags } from './study-flags.ts'

/** Options here, action apart: `--help` need not wait for tfjs. */
export function studyCommand(): Command {
  return new Command('study')
    .summary('run a study: train, measure and report every arm')
    .description(
      'Run a study: build its foundations (networks that imitate scripted writers), train every arm on each of them by ' +
        'reinforcement, measure traits before and after, and print and store the result. The same command run again ' +
        'resumes an interrupted run and repeats no finished job.',
    )
    .argument('<study>', 'id of a shipped study (npx mettle list studies), or path or package of one')
    .option('--seed <S>', 'seed of all random numbers of the study, 0 to 2147483647 (default: the study’s own)')
    .option(
      '--foundations <N>',
      'number of independent foundations, the n of every interval, 1 to 1000 (default: the study’s own); fewer than 10 ' +
        'is a smoke run, whose verdicts are withheld',
    )
    .option('--workers <N>', 'number of worker threads, 1 to 512 (default: one per core); changes no result')
    .addOption(
      repeatable(
        '--set <key=value>',
        'change a setting (compete.updates=20), an env param (env.rounds=3) or a param of an intervention in an arm ' +
          '(arms.kl.kl.weight=0.5: arm kl, intervention kl); may be repeated',
      ),
    )
    .option('--out <DIR>', 'the run folder (default: runs/<study>/<hash of study and program>)')
    .option(
      '--backend <B>',
      'use this tfjs backend only: gpu, wasm or cpu (default: the environment variable METTLE_BACKEND, else the first ' +
        'that works)',
    )
    .option(
      '--events <LEVEL>',
      'events that are written to events.jsonl: none, facts (all but those of single matches and decisions; default) or ' +
        'all',
    )
    .option(
      '--profile',
      'print at the end how the time of all jobs was spent: env, writers, network, interventions, logging, measuring',
    )
    .option(
      '--registration <DIR>',
      'run the study as registered in this folder (npx mettle register): with the seed of the registration, a line in ' +
        'its ledger, and a list of every departure from it',
    )
    .option(
      '--queue <URL>',
      'hand the jobs to workers (npx mettle worker) through the Redis server at redis://[:password@]host:port/db, or ' +
        'rediss:// for an encrypted way; changes no result',
    )
    .option(
      '--shared <DIR>',
      'with --queue: a folder that workers see too; results travel through it, not through Redis',
    )
    .option(
      '--dry-run',
      'print the resolved study, its jobs, the expected time (from short jobs timed on this machine) and disk space; run ' +
        'no job of the study',
    )
    .option('--tables', 'print every table at the end, beside the answer; a finished run is only printed again')
    .option(
      '--tensorboard',
      'write the curves of every trial to tensorboard/ in the run folder, as event files that TensorBoard reads',
    )
    .option('--json', 'print summary.json (every result of the run) on standard output')
    .action(async (ref: string, flags: StudyFlags) => (await import('./study-action.ts')).study(ref, flags))
}

/** An option that may be given several times; its values are collected in order. */
export const repeatable = (flags: string, description: string): Option =>
  new Option(flags, description)
    .argParser((value: string, all: readonly string[]) => [...all, value])
    .default([], 'none')
