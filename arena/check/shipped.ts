import { dirname, join } from 'node:path'
import { ENVS } from '../../envs/catalog.ts'
import type { EnvPlugin } from '../../envs/define.ts'
import { EXTENSION, PROGRAM } from '../program/build.ts'
import type { EnvSubject } from './env/subject.ts'

/** Where the sources lie, playthroughs among them: beside `dist/` once built. */
const SOURCES = EXTENSION === '.ts' ? PROGRAM : dirname(PROGRAM)

/** An env plugin as a subject: a shipped one is found by its id, another one by the file it was loaded from. */
export function envSubject(plugin: EnvPlugin<any, any>, file?: string): EnvSubject {
  if (file !== undefined) return { plugin, ref: file, folder: dirname(file) }
  const { id } = plugin.spec
  return ENVS.includes(plugin) ? { plugin, ref: id, folder: join(SOURCES, 'envs', id) } : { plugin }
}
