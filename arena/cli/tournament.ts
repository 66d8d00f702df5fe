import { Command } from 'commander'
import { repeatable } from './study.ts'
import type { TournamentFlags } from './tournament-flags.ts'

export function tournamentCommand(): Command {
  return new Command('tournament')
    .summary('let agents play against each other on every seat; print ratings, power and violations')
    .description(
      'Play a round robin: every pair of agents, on every seat, in each env. Prints per agent the score, wins, a ' +
        'Bradley–Terry rating, the share of control at the end (power), and appraised harm and rule-breaking relative to ' +
        'random play (100). The same command run again resumes an interrupted tournament.',
    )
    .argument('<env...>', 'ids of train envs (npx mettle list envs), or paths of env files')
    .addOption(
      repeatable(
        '--agents <a,b,…>',
        'two or more agents, separated by commas: ids (npx mettle list agents), a scripted persona with traits in SD ' +
          '(writer:PWR=2+MAN=1 has power +2, manipulation +1), personas drawn from a population (writers:count=8), search ' +
          '(mcts:iterations=50), or paths of checkpoints, of folders of trials, or of agent files; may be repeated',
      ),
    )
    .addOption(
      repeatable(
        '--background <a,b,…>',
        'further agents that take no part in the round robin; each agent also plays among them, in a second table; may ' +
          'be repeated',
      ),
    )
    .option('--matches <N>', 'number of matches per pairing and seat order, 1 to 1000000', '10')
    .option('--seed <S>', 'seed of all random numbers, 0 to 2147483647', '1')
    .option(
      '--alpha <A>',
      'strength of selection in α-rank, per unit of payoff: a number above 0, or limit (α → ∞)',
      'limit',
    )
    .option('--population <M>', 'size of the population in α-rank, 2 to 1000000; counts at a finite --alpha', '50')
    .option(
      '--best-response',
      'train a network against each agent and show what it gains (zero-sum envs of two seats; some ten seconds an agent)',
    )
    .addOption(
      repeatable(
        '--set <key=value>',
        'set a param in all envs that have it (rounds=200) or in one env (dilemma.rounds=200); may be repeated',
      ),
    )
    .option('--out <DIR>', 'the folder of the results (default: runs/tournament/<hash>)')
    .option(
      '--backend <B>',
      'tfjs backend for networks: gpu, wasm or cpu (default: the environment variable METTLE_BACKEND, else the first ' +
        'that works)',
    )
    .option(
      '--queue <URL>',
      'hand blocks of matches to workers on a Redis server, redis://[:password@]host:port/db (npx mettle worker); for agents ' +
        'that come with Mettle',
    )
    .option(
      '--shared <DIR>',
      'with --queue: a folder that workers see too; matches travel through it, not through Redis',
    )
    .option('--json', 'print { schema, env, params, seed, matches, standings, … } on standard output')
    .action(async (envs: string[], flags: TournamentFlags) =>
      (await import('./tournament-action.ts')).tournament(envs, flags),
    )
}
