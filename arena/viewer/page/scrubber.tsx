import { useEffect } from 'react'
import type { Act } from '../data.ts'

const FAR = 10

/** An act as the slider tells it. */
export interface Step {
  readonly told: string
  readonly dark: boolean
}

export const stepsOf = (acts: readonly Act[]): Step[] =>
  acts.map(({ label, seat, dark }) => ({ told: `${label}, seat ${seat}`, dark: dark > 0 }))

/** Moves along a match: by hand, by buttons, and by ← → Page Up Page Down Home End wherever the focus is. */
export function Scrubber({ at, steps, go }: { at: number; steps: readonly Step[]; go: (to: number) => void }) {
  useEffect(() => {
    const pressed = (event: KeyboardEvent) => {
      const by = {
        ArrowLeft: at - 1,
        ArrowRight: at + 1,
        PageUp: at - FAR,
        PageDown: at + FAR,
        Home: 0,
        End: steps.length,
      }[event.key]
      const typing =
        event.target instanceof HTMLElement && event.target.matches('select, textarea, input:not([type=range])')
      if (by === undefined || typing || event.ctrlKey || event.metaKey || event.altKey) return
      event.preventDefault()
      go(by)
    }
    addEventListener('keydown', pressed)
    return () => removeEventListener('keydown', pressed)
  }, [at, steps.length, go])
  // Where none is left the first is offered: pages open at their end.
  const ahead = steps.findIndex((step, i) => i >= at && step.dark)
  const dark = ahead >= 0 ? ahead : steps.findIndex((step) => step.dark)
  const made = at > 0 ? steps[at - 1] : null
  return (
    <div className="scrubber">
      <div className="buttons">
        <button type="button" aria-label="To the start" disabled={at === 0} onClick={() => go(0)}>
          |◀
        </button>
        <button type="button" aria-label="One act back" disabled={at === 0} onClick={() => go(at - 1)}>
          ◀
        </button>
        <button type="button" aria-label="One act on" disabled={at === steps.length} onClick={() => go(at + 1)}>
          ▶
        </button>
        <button type="button" aria-label="To the end" disabled={at === steps.length} onClick={() => go(steps.length)}>
          ▶|
        </button>
        <button type="button" disabled={dark < 0} onClick={() => go(dark + 1)}>
          {ahead >= 0 || dark < 0 ? 'Next dark act' : 'First dark act'}
        </button>
      </div>
      <input
        type="range"
        min={0}
        max={steps.length}
        value={at}
        aria-label="Act"
        aria-valuetext={made ? `act ${at} of ${steps.length}: ${made.told}` : 'the start'}
        onChange={({ target }) => go(Number(target.value))}
      />
      <output>
        {at} of {steps.length}
      </output>
    </div>
  )
}
