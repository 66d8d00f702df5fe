import { useState } from 'react'
import type { Env } from '../../../envs/define.ts'
import { reservedRules } from '../../../envs/reserved.ts'
import { SUBJECTS } from '../../../envs/rule-book.ts'

/** The rules as players of this match read them: the env's own, and the reserved actions that the match opens. */
export const rulesOf = ({ rules, affordances }: Env, G?: any): string =>
  [rules, G?.$arena ? reservedRules(affordances, G.$arena) : ''].filter(Boolean).join('\n\n')

/** What the game is about: open when its env is shown for the first time, and from then on as it was left. */
export function Rules({ env, G }: { env: Env; G?: unknown }) {
  const [open, setOpen] = useState(() => opened(env.id))
  const text = rulesOf(env, G)
  if (!text) return null
  const toggled = (now: boolean) => {
    setOpen(now)
    if (now !== open) remember(env.id, now)
  }
  return (
    <details className="rules" open={open} onToggle={({ currentTarget }) => toggled(currentTarget.open)}>
      <summary>How {env.id} is played</summary>
      {text.split('\n\n').map((part) => (
        <Part key={part} text={part} />
      ))}
    </details>
  )
}

/** A paragraph, opened by its subject, and the actions that it lists. */
function Part({ text }: { text: string }) {
  const [first, ...rest] = text.split('\n')
  const subject = SUBJECTS.find((each) => first.startsWith(`${each}.`))
  const items = rest.map((line) => /^- ([^:]+): (.*)$/.exec(line)?.slice(1) ?? ['', line])
  return (
    <>
      <p>
        {subject && <strong>{subject}.</strong>} {subject ? first.slice(subject.length + 1) : first}
      </p>
      {items.length > 0 && (
        <dl>
          {items.map(([label, does]) => (
            <div key={label + does}>
              <dt>{label}</dt>
              <dd>{does}</dd>
            </div>
          ))}
        </dl>
      )}
    </>
  )
}

const keyOf = (env: string) => `mettle rules ${env}`

/** Once shown they are folded on the next visit. Storage may be closed to the page, as it is in some files. */
function opened(env: string): boolean {
  try {
    const left = localStorage.getItem(keyOf(env))
    if (left === null) localStorage.setItem(keyOf(env), 'folded')
    return left !== 'folded'
  } catch {
    return true
  }
}

function remember(env: string, open: boolean): void {
  try {
    localStorage.setItem(keyOf(env), open ? 'open' : 'folded')
  } catch {}
}
