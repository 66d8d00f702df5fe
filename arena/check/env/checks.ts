import type { Check } from '../define.ts'
import { golden } from '../playthrough.ts'
import { FIGURES } from './figures.ts'
import { modes } from './modes.ts'
import { parity } from './parity.ts'
import { REPEATS, repeats } from './repeats.ts'
import { RULES } from './rules.ts'
import { SIGHT } from './sight.ts'
import { STATE } from './state.ts'
import type { EnvSubject } from './subject.ts'
import { TABLE } from './table.ts'

/** The contract of an env. Checks that others need come before them. */
export const ENV_CHECKS: readonly Check<EnvSubject>[] = [
  ...TABLE.filter(({ needs }) => !needs),
  repeats,
  ...RULES,
  ...REPEATS,
  ...TABLE.filter(({ needs }) => needs),
  ...STATE,
  modes,
  ...SIGHT,
  ...FIGURES,
  parity,
  golden,
]
