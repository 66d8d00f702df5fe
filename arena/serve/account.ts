import type { Appraisal, AppraisalName } from '../../envs/define.ts'
import type { Rng } from '../../envs/random.ts'
import { isDark } from '../../interventions/dark-acts.ts'
import type { Table } from '../play/lockstep.ts'
import type { Served } from './served.ts'

/** What a seat of the client did and was paid. */
export interface Account {
  /** The rules accepted an action. */
  acted(action: number, appraisal: Appraisal): void
  /** A tick is over. */
  scored(table: Table): void
  /** Reward since it was last taken. */
  taken(): number
  /** Sums over the match. */
  total(): {
    readonly decisions: number
    /** Appraisals of its actions, by name. */
    readonly appraisals: Readonly<Partial<Record<AppraisalName, number>>>
    readonly reported: boolean
    /** Dark acts that were detected, and what they cost. */
    readonly detected: number
    readonly fines: number
  }
}

/**
 * Reward is the increment of score, as learners inside are paid it: what comes before the first decision counts with it.
 * @param rng draws which dark acts are detected
 */
export function openAccount({ env, report, consequence }: Served, seat: number, rng: Rng): Account {
  const sums: Partial<Record<AppraisalName, number>> = {}
  let [decisions, reported, detected] = [0, false, 0]
  let [owed, score] = [0, 0]
  return {
    acted(action, appraisal) {
      decisions += 1
      for (const [name, value] of Object.entries(appraisal) as [AppraisalName, number][])
        sums[name] = (sums[name] ?? 0) + value
      if (action === env.report) {
        reported = true
        owed -= report?.cost ?? 0
      }
      if (!consequence || !isDark(appraisal) || rng.uniform() >= consequence.detected) return
      detected += 1
      owed -= consequence.cost
    },
    scored({ match }) {
      if (decisions === 0) return
      const now = env.score(match, seat)
      owed += now - score
      score = now
    },
    taken() {
      const reward = owed
      owed = 0
      return reward
    },
    total: () => ({
      decisions,
      appraisals: { ...sums },
      reported,
      detected,
      fines: detected * (consequence?.cost ?? 0),
    }),
  }
}
