import type { z } from 'zod'
import { ENVS } from '../../envs/catalog.ts'
import { INTERVENTIONS } from '../../interventions/catalog.ts'
import { AGENTS } from '../entrants/catalog.ts'
import { refuse } from '../refusal/errors.ts'
import { suggestion } from '../refusal/nearest.ts'
import { STUDIES } from '../studies/catalog.ts'
import { type Kind, loadPlugins } from '../study/load.ts'
import { Settings } from '../study/settings.ts'
import type { Study } from '../study/study.ts'
import { type Descriptor, schemaOf } from './descriptor.ts'
import { columns, print, printJson } from './print.ts'

interface Plugin {
  readonly spec: {
    readonly id: string
    readonly version: number
    readonly kind?: string
    readonly summary: string
    readonly params: z.ZodType
  }
}

function pluginEntry({ spec: { id, version, kind, summary, params } }: Plugin): Descriptor {
  return { id, version, ...(kind ? { kind } : {}), summary, params: schemaOf(params) }
}

const studyEntry = ({ id, summary }: Study): Descriptor => ({ id, version: 1, summary, params: schemaOf(Settings) })

interface Listing {
  /** Kind of plugin file that can be listed along. */
  readonly file?: Kind
  all(files: readonly any[]): Descriptor[]
}

const LISTINGS: Readonly<Record<string, Listing>> = {
  envs: { file: 'env', all: (files) => [...ENVS, ...files].map(pluginEntry) },
  agents: { file: 'agent', all: (files) => [...AGENTS, ...files].map(pluginEntry) },
  interventions: { file: 'intervention', all: (files) => [...INTERVENTIONS, ...files].map(pluginEntry) },
  studies: { file: 'study', all: (files) => [...STUDIES, ...files].map(studyEntry) },
}

/** The action of `mettle list`. */
export async function list(what: string, files: string[], { json }: { json?: boolean }): Promise<void> {
  const names = Object.keys(LISTINGS)
  if (!names.includes(what)) refuse(`list ${what}`, `one of ${names.join(', ')}`, what, suggestion(what, names))
  const { file, all } = LISTINGS[what]
  if (!file && files.length > 0) refuse(`list ${what}`, 'no plugin files', files.join(' '))
  const loaded: unknown[] = []
  for (const path of files) loaded.push(...(await loadPlugins(path, file as Kind)))
  const entries = all(loaded)
  if (json) printJson(entries)
  else
    print(
      columns(
        entries.map(({ id, kind, version, summary }) =>
          [id, kind ?? '', `v${version}`, summary].filter((cell) => cell),
        ),
      ),
    )
}
