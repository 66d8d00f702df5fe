/** boardgame.io's Debug panel without what a match that is over has no use for, and with its log in step with the page. */
export interface TrimmedPanel {
  /** Marks the log's entry of the act that was made last, and those that are still to come. */
  show(at: number): void
  stop(): void
}

/**
 * Sections that change the match: reset empties the log for good, moves and events end in an error, a seat that is chosen
 * changes nothing that is shown.
 */
const DEAD = ['Controls', 'Players', 'Moves', 'Events']
/** A pane that lets bots go on with the match. */
const DEAD_PANE = 'AI'
/** Keys that open a pane; all other letters and signs would work a hidden control, or hide the panel and leave its box. */
const PANES = ['m', 'l', 'i']

export function trimPanel(target: HTMLElement): TrimmedPanel {
  let at = 0
  const tidy = () => {
    for (const heading of target.querySelectorAll('h3'))
      if (DEAD.includes(heading.textContent ?? '')) hide(heading.closest('section'))
    for (const item of target.querySelectorAll<HTMLElement>('.menu-item'))
      if (item.textContent?.trim() === DEAD_PANE) hide(item)
    mark(target, at)
  }
  // Panes are made anew whenever one is opened. Only what is added or taken away is heard, so tidying wakes nothing.
  const observer = new MutationObserver(tidy)
  observer.observe(target, { childList: true, subtree: true })
  addEventListener('keydown', silence, true)
  addEventListener('keypress', silence, true)
  tidy()
  return {
    show(next) {
      at = next
      tidy()
    },
    stop() {
      observer.disconnect()
      removeEventListener('keydown', silence, true)
      removeEventListener('keypress', silence, true)
    },
  }
}

function hide(element: HTMLElement | null): void {
  if (element) element.hidden = true
}

/** The panel listens on the window; what it hears first is taken from it. Typing and moving about stay what they are. */
function silence(event: KeyboardEvent): void {
  if (event.key.length !== 1 || event.key === ' ') return
  if (event.type === 'keypress' && PANES.includes(event.key)) return
  event.stopImmediatePropagation()
}

function mark(target: HTMLElement, at: number): void {
  const entries = [...target.querySelectorAll<HTMLElement>('.log-event')]
  for (const [i, entry] of entries.entries())
    entry.dataset.made = i < at - 1 ? 'before' : i === at - 1 ? 'now' : 'later'
  const pane = target.querySelector<HTMLElement>('.pane')
  const now = entries[at - 1] ?? entries[0]
  if (!pane || !now || pane.matches(':hover')) return
  const inPane = now.getBoundingClientRect().top - pane.getBoundingClientRect().top
  if (inPane < 0 || inPane + now.offsetHeight > pane.clientHeight) pane.scrollTop += inPane - pane.clientHeight / 3
}
