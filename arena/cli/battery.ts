import { Command } from 'commander'
import type { BatteryFlags, PortableFlags } from './battery-flags.ts'

const ENVS = ['--envs <ids>', 'eval envs that are read: ids separated by commas, or `all`', 'all'] as const
const SEED = ['--seed <S>', 'seed of the order of labels and of draws, 0 to 2147483647', '1'] as const

export function batteryCommand(): Command {
  const command = new Command('battery')
    .enablePositionalOptions()
    .summary('read the traits of any agent: language model, program, network, bot')
    .description(
      'Ask an agent every item of the eval envs and say which scripted writer it chooses most like: raw rates of dark acts, ' +
        'revealed traits on the writers’ scale with intervals, how far it is from any writer (residual KL), how often it ' +
        'names no option, and what the reading does not survive (another order of labels, other words, codes for labels). ' +
        'Choices are probabilities where the agent tells them (logits, log-probabilities), else draws. docs/battery.md.',
    )
    .option(
      '--agent <A>',
      'the agent, as --agents of tournament takes it: gguf:model.gguf, openai:MODEL@URL, writer:PWR=2, …',
    )
    .option(...ENVS)
    .option('--draws <K>', 'draws an item where the agent does not tell probabilities, 1 to 10000', '16')
    .option(...SEED)
    .option(
      '--context <names>',
      'ask it too after other words on what is permitted: permissive, forbidding, irrelevant, … separated by commas, or `all`',
    )
    .option('--no-variants', 'ask every item once, as it is, and nothing else')
    .option(
      '--known-groups',
      'ask it too as generous, honest and ruthless: does the instrument read this agent at all?',
    )
    .option('--out <DIR>', 'folder of replies and results (default: runs/battery/<hash>)')
    .option(
      '--queue <URL>',
      'hand the items to workers on a Redis server, redis://[:password@]host:port/db (npx mettle worker); for agents that come ' +
        'with Mettle',
    )
    .option('--shared <DIR>', 'with --queue: a folder that workers see too')
    .option('--json', 'print { schema, agent, reading, survival, choices, … }')
    .action(async (flags: BatteryFlags) => (await import('./battery-action.ts')).battery(flags))
  return command
    .addCommand(
      new Command('compare')
        .description(
          'What the second reads more than the first, item by item: drag, between two checkpoints of a model.',
        )
        .argument('<first>', 'battery.json of the first')
        .argument('<second>', 'battery.json of the second')
        .option('--json', 'print { schema, first, second, difference }')
        .action(async (a: string, b: string, flags: { json?: boolean }) =>
          (await import('./battery-portable.ts')).compareBatteries(a, b, flags),
        ),
    )
    .addCommand(
      new Command('export')
        .description(
          'Print the items as JSON lines, for a model that runs elsewhere: { id, rules, question, options }.',
        )
        .option(...ENVS)
        .option(...SEED)
        .action(async (flags: PortableFlags) => (await import('./battery-portable.ts')).exportBattery(flags)),
    )
    .addCommand(
      new Command('score')
        .description('Read answers that were given elsewhere: JSON lines of { id, choice } or { id, probabilities }.')
        .argument('<file>', 'the answers')
        .option(...ENVS)
        .option(...SEED)
        .option('--name <name>', 'what to call the agent', 'agent')
        .option('--out <FILE>', 'write battery.json there')
        .option('--json', 'print what battery prints')
        .action(async (file: string, flags: PortableFlags) =>
          (await import('./battery-portable.ts')).scoreBattery(file, flags),
        ),
    )
}
