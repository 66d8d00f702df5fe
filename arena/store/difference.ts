import { isTree } from '../refusal/issues.ts'

const SHOWN = 6

/** Leaves in which two JSON trees differ, one "path: was → is" a line, the first few. */
export function difference(was: unknown, is: unknown): string {
  const lines = changes(was, is)
  const more = lines.length > SHOWN ? [`and ${lines.length - SHOWN} more`] : []
  return [...lines.slice(0, SHOWN), ...more].map((line) => `  ${line}`).join('\n')
}

/** All of them. */
export function changes(was: unknown, is: unknown, path = ''): string[] {
  if (isTree(was) && isTree(is)) {
    const keys = [...new Set([...Object.keys(was), ...Object.keys(is)])]
    return keys.flatMap((key) => changes(was[key], is[key], path ? `${path}.${key}` : key))
  }
  const [before, after] = [was, is].map((value) => JSON.stringify(value) ?? 'nothing')
  return before === after ? [] : [`${path}: ${short(before)} → ${short(after)}`]
}

const short = (text: string) => (text.length > 60 ? `${text.slice(0, 57)}…` : text)
