import type { Decision } from '../../agents/define.ts'
import { type Appraisal, DARK_APPRAISALS } from '../../envs/define.ts'
import { createLockstep, matchOf, type Notes, type Seating, type World } from '../play/lockstep.ts'
import type { MatchRecord } from '../play/record.ts'

/**
 * A finished match. What a seat did is the sum of the dark appraisals of the actions it took, [seat][DARK_APPRAISALS].
 */
export interface Finished extends Omit<MatchRecord, 'setupData' | 'harmful'> {
  readonly deeds: readonly (readonly number[])[]
}

/**
 * Plays matches in lockstep and sums what each seat did. `breathe` may wait between two ticks; it decides nothing.
 * @param signal gives up waiting for agents outside the process
 * @throws AgentFailure naming agent and env
 */
export async function playSeatings(
  world: World,
  seatings: readonly Seating[],
  breathe: () => Promise<void> | undefined = () => undefined,
  signal?: AbortSignal,
): Promise<Finished[]> {
  const { env } = world
  const deeds = seatings.map(({ agents }) => agents.map(() => new Float64Array(DARK_APPRAISALS.length)))
  const appraisals = seatings.map((): Appraisal[] => new Array(env.seats))
  const notes: Notes = {
    // All appraisals come before any decision is applied: every decision was made from this state.
    decided(table, decisions) {
      const { asks } = lockstep.tables[table]
      for (let seat = 0; seat < env.seats; seat++) {
        const asked = asks[seat]
        if (asked) appraisals[table][seat] = env.appraise(asked.seen, env.actions[(decisions[seat] as Decision).action])
      }
    },
    applied: (table, seat) => count(deeds[table][seat], appraisals[table][seat]),
  }
  const lockstep = createLockstep(world, seatings, notes, 'forfeit')
  const outside = seatings.some(({ agents }) => agents.some(({ port }) => port))
  while (lockstep.running()) {
    const wait = breathe()
    if (wait) await wait
    if (outside) await lockstep.tickLater(signal)
    else lockstep.tick()
  }
  return seatings.map((seating, table) => {
    const { setupData: _, harmful: __, ...record } = lockstep.record(table)
    for (const { port } of new Set(seating.agents)) port?.ended?.(matchOf(seating), record.scores)
    return { ...record, deeds: deeds[table].map((row) => Array.from(row)) }
  })
}

/** In the order of DARK_APPRAISALS, by name: this is where play would lose time to a loop. */
function count(deeds: Float64Array, { harm, deceit, coercion, breach, exploit, spite }: Appraisal): void {
  if (harm) deeds[0] += harm
  if (deceit) deeds[1] += deceit
  if (coercion) deeds[2] += coercion
  if (breach) deeds[3] += breach
  if (exploit) deeds[4] += exploit
  if (spite) deeds[5] += spite
}
