import { resolve } from 'node:path'
import { ENVS } from '../../envs/catalog.ts'
import { INTERVENTIONS } from '../../interventions/catalog.ts'
import { AGENTS } from '../entrants/catalog.ts'
import { scaffold } from '../scaffold/scaffold.ts'
import { STUDIES } from '../studies/catalog.ts'
import { narrate, print, printJson } from './print.ts'

export interface NewFlags {
  readonly out?: string
  readonly json?: boolean
}

/** The action of `mettle new`. */
export function makePlugin(kind: string, name: string, { out = name, json }: NewFlags): void {
  const taken = [...[...ENVS, ...AGENTS, ...INTERVENTIONS].map(({ spec }) => spec.id), ...STUDIES.map(({ id }) => id)]
  const files = scaffold({ kind, name, folder: out, taken })
  if (json) printJson({ folder: resolve(out), files })
  else print(files.map((file) => `${out}/${file}`).join('\n'))
  const at = /^[./\\]/.test(out) ? out : `./${out}`
  const look = kind === 'study' ? `npx mettle study ${at} --dry-run` : `npx mettle check ${at}`
  narrate(`\nNext: ${look}, then its own test: cd ${out} && npx vitest run (npm install --save-dev vitest)`)
}
