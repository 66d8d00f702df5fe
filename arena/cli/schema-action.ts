import type { z } from 'zod'
import { ENVS } from '../../envs/catalog.ts'
import { INTERVENTIONS } from '../../interventions/catalog.ts'
import { AGENTS } from '../entrants/catalog.ts'
import { isPath, locate, meant } from '../program/locate.ts'
import { refuse } from '../refusal/errors.ts'
import { suggestion } from '../refusal/nearest.ts'
import { resolveStudy } from '../studies/resolve.ts'
import { type Kind, loadPlugin } from '../study/load.ts'
import { Settings } from '../study/settings.ts'
import { schemaOf } from './descriptor.ts'
import { printJson } from './print.ts'

interface Plugin {
  readonly spec: { readonly id: string; readonly summary: string; readonly params: z.ZodType }
}

const SHIPPED: Readonly<Record<string, readonly Plugin[]>> = { env: ENVS, agent: AGENTS, intervention: INTERVENTIONS }
const KINDS = ['study', ...Object.keys(SHIPPED)]

/** The action of `mettle schema`. */
export async function printSchema(kind: string, id?: string): Promise<void> {
  if (!KINDS.includes(kind)) refuse(`schema ${kind}`, `one of ${KINDS.join(', ')}`, kind, suggestion(kind, KINDS))
  if (kind === 'study') printJson(await studySchema(id))
  else if (id === undefined) printJson(all(SHIPPED[kind]))
  else printJson(described(await found(kind, id)))
}

/** Settings; of one study, with the values that it gives them as defaults. */
async function studySchema(id?: string): Promise<unknown> {
  const schema = schemaOf(Settings) as Schema
  if (id === undefined) return { title: 'settings', ...schema }
  const { study } = await resolveStudy({ ref: id, set: [] })
  return { title: study.id, description: study.summary, ...withDefaults(schema, study.settings) }
}

interface Schema {
  readonly properties?: Readonly<Record<string, Schema>>
  readonly [key: string]: unknown
}

function withDefaults(schema: Schema, values: Readonly<Record<string, unknown>>): Schema {
  const properties = Object.entries(schema.properties ?? {}).map(([key, part]) => {
    const value = values[key]
    const nested = part.properties !== undefined && typeof value === 'object' && value !== null
    return [key, nested ? withDefaults(part, value as Record<string, unknown>) : { ...part, default: value }]
  })
  return { ...schema, properties: Object.fromEntries(properties) }
}

const described = ({ spec: { id, summary, params } }: Plugin) => ({
  title: id,
  description: summary,
  ...(schemaOf(params) as object),
})

const all = (plugins: readonly Plugin[]) => ({
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  $defs: Object.fromEntries(plugins.map((plugin) => [plugin.spec.id, described(plugin)])),
})

async function found(kind: string, id: string): Promise<Plugin> {
  const shipped = SHIPPED[kind].find(({ spec }) => spec.id === id)
  if (shipped) return shipped
  if (isPath(id) || locate(id) !== undefined) return (await loadPlugin(id, kind as Exclude<Kind, 'study'>)).value
  const ids = SHIPPED[kind].map(({ spec }) => spec.id)
  return refuse(`schema ${kind} ${id}`, `the id of an ${kind}, or the path or package of one`, id, meant(id, ids))
}
