import { TRAITS } from '../../agents/traits.ts'
import { type BetaReport, betaOf } from '../measure/beta.ts'
import { refuse } from '../refusal/errors.ts'
import { show } from '../statistics/show.ts'
import { pluginsOf, withParams } from '../study/env-references.ts'
import { integer } from './integer.ts'
import { columns, narrate, print, printJson } from './print.ts'

export interface BetaFlags {
  readonly set: readonly string[]
  readonly writers: string
  readonly replicates: string
  readonly seed: string
  readonly json?: boolean
}

/** The action of `mettle beta`. */
export async function beta(ref: string, flags: BetaFlags): Promise<void> {
  const [{ plugin }] = await pluginsOf('beta', [ref])
  if (plugin.spec.kind !== 'train') refuse(`beta ${ref}`, 'a train env', `an env of kind ${plugin.spec.kind}`)
  const [env] = withParams('beta', [plugin], flags.set)
  const seed = integer('--seed', flags.seed, 0, 2_147_483_647)
  const report = betaOf(env, {
    writers: integer('--writers', flags.writers, 16, 100_000),
    replicates: integer('--replicates', flags.replicates, 2, 1000),
    seed,
    onProgress: (done, total) => done % 10 === 0 && narrate(`${done} of ${total}`),
  })
  const { id, version, params } = env
  if (flags.json) printJson({ schema: 1, env: id, version, params, seed, ...report })
  else print(words(report, `${id} v${version} ${JSON.stringify(params)}`))
}

function words({ rows, selected, open, label }: BetaReport, env: string): string {
  const head = ['centre', 'panel', ...TRAITS]
  const table = rows.map(({ centre, panel, beta: own }) => [
    centre,
    panel,
    ...TRAITS.map((trait) => show(own[trait], 3)),
  ])
  return [
    `β of scripted writers on ${env}: payoff per SD of each trait, 95 % intervals over replicates.`,
    columns([head, ...table]),
    `${label === 'nothing told' ? 'Nothing told: neither PWR (power) nor LEAD (leadership) is shown to be paid at the population mean, so no trait can be held against it' : label}${selected.length > 0 ? `: ${selected.join(', ')}` : ''}. The limit is a tenth of what PWR (power) or LEAD (leadership) is paid at the population mean.`,
    ...(open.length > 0 ? [`Not settled: ${open.join(', ')}; more --writers or --replicates would settle it.`] : []),
  ].join('\n')
}
