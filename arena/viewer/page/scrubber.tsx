import { useEffect } from 'react'
import type { Act } from '../data.ts'

const FAR = 10

/** Moves along a match: by hand, by buttons, and by ← → Page Up Page Down Home End wherever the focus is. */
export function Scrubber({
  at,
  acts,
  go,
  keys = false,
}: {
  at: number
  acts: readonly Act[]
  go: (to: number) => void
  keys?: boolean
}) {
  useEffect(() => {
    if (!keys) return
    const pressed = (event: KeyboardEvent) => {
      const by = {
        ArrowLeft: at - 1,
        ArrowRight: at + 1,
        PageUp: at - FAR,
        PageDown: at + FAR,
        Home: 0,
        End: acts.length,
      }[event.key]
      const typing =
        event.target instanceof HTMLElement && event.target.matches('select, textarea, input:not([type=range])')
      if (by === undefined || typing || event.ctrlKey || event.metaKey || event.altKey) return
      event.preventDefault()
      go(by)
    }
    addEventListener('keydown', pressed)
    return () => removeEventListener('keydown', pressed)
  }, [at, acts.length, go, keys])
  const dark = acts.findIndex((act, i) => i >= at && act.dark > 0)
  const made = at > 0 ? acts[at - 1] : null
  return (
    <div className="scrubber">
      <div className="buttons">
        <button type="button" aria-label="To the start" disabled={at === 0} onClick={() => go(0)}>
          |◀
        </button>
        <button type="button" aria-label="One act back" disabled={at === 0} onClick={() => go(at - 1)}>
          ◀
        </button>
        <button type="button" aria-label="One act on" disabled={at === acts.length} onClick={() => go(at + 1)}>
          ▶
        </button>
        <button type="button" aria-label="To the end" disabled={at === acts.length} onClick={() => go(acts.length)}>
          ▶|
        </button>
        <button type="button" disabled={dark < 0} onClick={() => go(dark + 1)}>
          Next dark act
        </button>
      </div>
      <input
        type="range"
        min={0}
        max={acts.length}
        value={at}
        aria-label="Act"
        aria-valuetext={made ? `act ${at} of ${acts.length}: ${made.label}, seat ${made.seat}` : 'the start'}
        onChange={({ target }) => go(Number(target.value))}
      />
      <output>
        {at} of {acts.length}
      </output>
    </div>
  )
}
