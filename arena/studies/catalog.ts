import type { Study } from '../study.ts'
import { quick } from './quick.ts'
import { tiny } from './tiny.ts'

/** Studies that ship with Mettle, for look-up by id. */
export const STUDIES: readonly Study[] = [quick, tiny]
