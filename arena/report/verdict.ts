import { type Estimate, SMOKE } from './estimate.ts'
import type { Cell, Verdict } from './summary.ts'

/** Share of the control's reward an arm may lose and still be without cost. */
const MARGIN = 0.05

type Parts = Pick<Cell, 'drag' | 'effect' | 'retention' | 'power' | 'n'>

/** Words follow the numbers: primary endpoint is revealed D in power-free envs, neutral context. */
export function verdict(
  parts: Parts,
  { smoke, role, offManifold }: { smoke: boolean; role?: 'control'; offManifold: string | null },
): Verdict {
  const word = role === 'control' ? 'control' : parts.effect.estimate === null ? ownDrag(parts) : comparison(parts)
  if (offManifold) return { word: 'off manifold', withheld: true, reason: offManifold }
  if (smoke && role !== 'control')
    return { word: 'smoke run', withheld: true, reason: `${parts.n} foundations, evidence needs ${SMOKE}` }
  return { word }
}

function ownDrag({ drag }: Parts): string {
  const revealed = drag.D?.final.revealed.neutral
  if (!revealed || revealed.estimate === null) return 'not judged'
  if (above(revealed)) return 'drag'
  return below(revealed) ? 'reversed drag' : 'no drag shown'
}

function comparison({ effect, retention }: Parts): string {
  const { train, deployed } = retention
  if (train.estimate !== null && train.estimate < 0.5) return 'nothing learned'
  if (!above(effect)) return below(effect) ? 'worsens' : 'no effect shown'
  const cheap = deployed.estimate !== null && deployed.interval !== null && deployed.interval[0] > 1 - MARGIN
  return cheap ? 'prevents without cost' : 'reduces drag, cost not excluded'
}

const above = (e: Estimate) => e.estimate !== null && e.interval !== null && e.interval[0] > 0
const below = (e: Estimate) => e.estimate !== null && e.interval !== null && e.interval[1] < 0
