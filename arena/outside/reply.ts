import type { Failure } from '../../agents/define.ts'
import type { Option } from './view.ts'

/** What a reply in words came to: an action, or why it names none. */
export type Read =
  | { readonly action: number }
  | { readonly action: null; readonly failure: Exclude<Failure, 'LATE' | 'DEAD'>; readonly named?: string }

/**
 * The move is the field `action` of the last JSON object in the reply, in a fenced block first, then anywhere. Labels are
 * compared without case and spaces. Prose is never searched for a move (Kaggle's `core_harness`, `bridges.md` §2).
 */
export function readReply(text: string, legal: readonly Option[], cutOff: boolean): Read {
  if (text.trim() === '') return { action: null, failure: cutOff ? 'TRUNCATED' : 'EMPTY' }
  const named = actionIn(text)
  if (named === undefined) return { action: null, failure: cutOff ? 'TRUNCATED' : 'UNPARSABLE' }
  const found = legal.find(({ label }) => plain(label) === plain(named))
  return found ? { action: found.index } : { action: null, failure: 'ILLEGAL', named }
}

const plain = (label: string): string => label.toLowerCase().replace(/\s+/g, '')

function actionIn(text: string): string | undefined {
  const fenced = [...text.matchAll(/```[a-z]*\s*([\s\S]*?)```/g)].map(([, inside]) => inside)
  for (const part of [...fenced.reverse(), text]) {
    const found = lastAction(part)
    if (found !== undefined) return found
  }
  return undefined
}

/** Of objects without objects in them, the last that has a text or a number under `action`. */
function lastAction(text: string): string | undefined {
  for (const [object] of [...text.matchAll(/\{[^{}]*\}/g)].reverse()) {
    const { action } = parsed(object)
    if (typeof action === 'string' || typeof action === 'number') return String(action)
  }
  return undefined
}

function parsed(object: string): { action?: unknown } {
  try {
    return JSON.parse(object)
  } catch {
    return {}
  }
}
