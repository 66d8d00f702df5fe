import { Command } from 'commander'
import type { ServeFlags } from './serve-action.ts'
import { repeatable } from './study.ts'

export function serveCommand(): Command {
  return new Command('serve')
    .summary('let a trainer outside take a seat, by the OpenEnv protocol')
    .description(
      'Serve one env to trainers of language models and other learners by the OpenEnv protocol (WebSocket /ws and HTTP). ' +
        'The client takes one seat and agents take the others, or it takes all seats. Reward is the increment of score; ' +
        'appraisals and power of an episode come in metadata once it is over. Prints the address; Ctrl-C ends it.',
    )
    .argument('<env>', 'id of a train env (npx mettle list envs), or the path of an env file')
    .requiredOption('--seat <S>', 'the seat of the client, from 0, or all')
    .addOption(
      repeatable(
        '--opponents <a,b,…>',
        'who takes the other seats, drawn anew for every episode: agents as tournament takes them, or held-out, the panel ' +
          'of writers against whom studies evaluate (the default); may be repeated',
      ),
    )
    .option('--sessions <N>', 'sessions at once, 1 to 4096', '1')
    .option('--port <N>', 'port, 0 to 65535; 0 takes any that is free', '8000')
    .option(
      '--host <ADDRESS>',
      'address to listen on; beyond 127.0.0.1 others can connect, and nobody is asked who they are',
      '127.0.0.1',
    )
    .addOption(
      repeatable('--allow-host <NAME>', 'a further name by which clients may ask for this server; may be repeated'),
    )
    .option('--seed <S>', 'seed of episodes that a client opens without one, 0 to 2147483647', '1')
    .option('--report', 'open the action report, by which a seat says that a match pays for what it should not')
    .option(
      '--consequence <p=P+cost=C>',
      'fine the client for dark acts: each is detected with probability p and then costs so much reward',
    )
    .addOption(repeatable('--set <key=value>', 'set a param of the env (rounds=20); may be repeated'))
    .option('--rate <N>', 'messages a second of one session, 1 to 1000000; faster ones wait', '10000')
    .option('--backend <B>', 'tfjs backend for opponents that are networks: gpu, wasm or cpu')
    .option('--json', 'print { schema, url, ws, env, seat, sessions } on standard output')
    .action(async (env: string, flags: ServeFlags) => (await import('./serve-action.ts')).serveEnv(env, flags))
}
