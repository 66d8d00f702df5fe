import { TOKENS } from '../agents/narration.ts'
import { DARK } from '../agents/traits.ts'
import { Fault } from '../envs/fault.ts'
import type { Outcomes } from './define.ts'

/** Claims of a dark motive, or of its opposite. */
export type Claim = 'dark' | 'light'

/** Whether the agent claimed a motive of that kind before each decision, [decisions]. */
export function claims({ said }: Outcomes, kind: Claim): boolean[] {
  if (!said) throw new Fault('METTLE_HOOK', 'Expected a network that narrates, got one that says nothing')
  return said.map((token) => {
    const { trait, sign } = TOKENS[token]
    const dark = (DARK[trait] ?? 0) * sign
    return kind === 'dark' ? dark > 0 : dark < 0
  })
}
