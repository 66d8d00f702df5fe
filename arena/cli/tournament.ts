import { Command } from 'commander'
import { collect } from './study.ts'
import type { TournamentFlags } from './tournament-flags.ts'

export function tournamentCommand(): Command {
  return new Command('tournament')
    .description(
      'everybody against everybody on every seat: ratings, power, violations; the same command again resumes it',
    )
    .argument('<env...>', 'ids of envs (npx mettle list envs), or paths of env files')
    .option(
      '--agents <a,b,…>',
      'ids (npx mettle list agents), writer:PWR=2+MAN=1, writers:count=8, mcts:iterations=50, paths of checkpoints, trials or agent files; may be repeated',
      collect,
      [],
    )
    .option('--background <a,b,…>', 'held-out strangers, whom each agent meets besides; may be repeated', collect, [])
    .option('--matches <N>', 'matches a pairing and seat order', '10')
    .option('--seed <S>', 'seed of every number', '1')
    .option(
      '--set <key=value>',
      'a param of the envs that have it, or of one (dilemma.rounds=200); may be repeated',
      collect,
      [],
    )
    .option('--out <DIR>', 'the folder (default: runs/tournament/<hash>)')
    .option('--backend <B>', 'force gpu, wasm or cpu for networks; METTLE_BACKEND does the same')
    .option('--json', 'print { schema, env, params, seed, matches, standings, … }')
    .action(async (envs: string[], flags: TournamentFlags) =>
      (await import('./tournament-action.ts')).tournament(envs, flags),
    )
}
