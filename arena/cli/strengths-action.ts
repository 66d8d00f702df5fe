import { existsSync, writeFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { type Choice, choose, RULE } from '../analysis/strengths.ts'
import type { Summary } from '../analysis/summary.ts'
import { refuse } from '../refusal/errors.ts'
import { grid } from '../report/terminal/grid.ts'
import { percent, show } from '../statistics/show.ts'
import { resolveStudy } from '../studies/resolve.ts'
import type { Study } from '../study/study.ts'
import type { Prepared } from './prepared.ts'
import { narrate, print, printJson } from './print.ts'
import { conduct } from './study-action.ts'
import { requestOf, type StudyFlags } from './study-flags.ts'

export interface StrengthsFlags extends StudyFlags {
  readonly to?: string
}

/** The action of `mettle strengths`. */
export async function strengths(ref: string, flags: StrengthsFlags): Promise<void> {
  const own = requestOf(ref, flags)
  const { study, files } = await resolveStudy(own)
  if (!study.strengths) refuse(ref, 'a study with `strengths`, params to choose from by arm', 'one without')
  const to = flags.to ?? defaultFile(study.id, files[0]?.path)
  if (!existsSync(dirname(to))) refuse('--to', 'a file in a folder that exists', to)
  const { strengths: asked, preregistration } = study
  const regime = preregistration?.primary.regime ?? 'full'
  await conduct({ request: { ...own, strengths: true } }, flags, ({ summary, failures }, prepared) => {
    if (!summary) return narrate('No trial was usable: nothing was chosen and nothing written.')
    const choices = choose(asked, summary as Summary)
    if (flags.json) printJson({ schema: 1, study: study.id, regime, rule: RULE, choices })
    else print(table(choices))
    for (const { id, error } of failures) narrate(`failed: ${id.arm} on foundation ${id.foundation}: ${error}`)
    for (const { arm, chosen } of choices)
      if (chosen === null) narrate(`${arm}: no strength could be measured; its params stay as they are`)
    writeFileSync(to, moduleOf(choices, study, prepared))
    narrate(`\nRule: ${RULE}\nRun folder: ${prepared.folder}\nWritten: ${to}. Commit it, then register the study.`)
  })
}

const defaultFile = (id: string, path: string | undefined): string =>
  path === undefined
    ? `${id}.strengths.ts`
    : join(dirname(path), `${basename(path).replace(/\.[cm]?[jt]sx?$/, '')}.strengths.ts`)

function table(choices: readonly Choice[]): string {
  const rows = choices.flatMap(({ arm, tried, chosen }) =>
    tried.map(({ params, effect, retention }, at) => [
      arm,
      JSON.stringify(params),
      show(effect),
      percent(retention),
      at === chosen ? 'chosen' : '',
    ]),
  )
  return grid(['arm', 'strength', 'effect on D, SD', 'retention', ''], rows)
}

/** A module of its own, so that the study file stays as its author wrote it. An arm of which nothing was chosen keeps its params. */
function moduleOf(choices: readonly Choice[], { arms }: Study, { study, identity }: Prepared): string {
  const { seed, foundations } = study.settings
  const kept = (arm: string) => arms[arm].interventions.at(-1)?.params
  return [
    '/**',
    ` * Chosen by \`npx mettle strengths\` on ${foundations} exploratory foundations, seed ${seed}, Mettle ${identity.mettle}.`,
    ' * The rule: among strengths that keep .8 of the reward that is learned, the largest effect on revealed D.',
    ' */',
    'export const STRENGTHS = {',
    ...choices.map(({ arm, tried, chosen }) => {
      const params = chosen === null ? kept(arm) : tried[chosen].params
      return `  ${JSON.stringify(arm)}: ${JSON.stringify(params)},`
    }),
    '} as const',
    '',
  ].join('\n')
}
