import type { Usage } from '../../agents/define.ts'
import { counted } from '../statistics/show.ts'

/** `120 moves, 45 k tokens, 1.2 s a move` @param what was asked for, in the singular */
export function usageWords({ asked, tokens, seconds, cost }: Usage, what: string): string {
  const all = tokens && tokens.prompt + tokens.completion
  const parts = [
    counted(asked, what),
    ...(all ? [`${all < 1000 ? all : `${Math.round(all / 1000)} k`} tokens`] : []),
    ...(asked > 0 ? [`${(seconds / asked).toFixed(1)} s a ${what}`] : []),
    ...(cost === undefined ? [] : [`cost ${cost.toFixed(2)}`]),
  ]
  return parts.join(', ')
}
