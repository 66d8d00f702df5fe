import type { Setup } from './define.ts'
import type { Hooks } from './hooks.ts'

/**
 * The hook `options` of an intervention that closes acts. Where nothing would be left, all stay open. Logs `closed`,
 * the share of decisions in rollouts in which something was closed, and the same as `pressure`.
 * @param left what stays open of a mask over actions
 */
export function closing(
  { events$, measure }: Pick<Setup<unknown>, 'events$' | 'measure'>,
  left: Hooks['options'],
): Pick<Hooks, 'options'> & { dispose(): void } {
  const count = { asked: 0, closed: 0 }
  const watching = events$.subscribe(({ type }) => {
    if (type !== 'rollout.collected' || count.asked === 0) return
    for (const metric of ['closed', 'pressure']) measure(metric, count.closed / count.asked)
    Object.assign(count, { asked: 0, closed: 0 })
  })
  return {
    options(mask, appraise, at) {
      const open = left(mask, appraise, at)
      const kept = open.some(Boolean) ? open : mask
      if (at.pass === 'act') {
        count.asked += 1
        count.closed += Number(kept.some((legal, action) => legal !== mask[action]))
      }
      return kept
    },
    dispose: () => watching.unsubscribe(),
  }
}
