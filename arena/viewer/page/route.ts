import { useState } from 'react'

/** Where the page is: all of it stands after the #, so that every view is a link and an export needs no server. */
export interface Route {
  readonly view: 'run' | 'match' | 'compare' | 'play'
  readonly query: URLSearchParams
}

const VIEWS = ['run', 'match', 'compare', 'play'] as const

export function routeOf(hash: string): Route {
  const [path, query = ''] = hash.replace(/^#\/?/, '').split('?')
  return { view: VIEWS.find((view) => view === path) ?? 'run', query: new URLSearchParams(query) }
}

export const linkTo = (view: Route['view'], query: Readonly<Record<string, string | number>> = {}): string =>
  `#/${view}?${new URLSearchParams(Object.entries(query).map(([key, value]) => [key, String(value)]))}`

/** Where the list of matches was left, its filters included: the way back leads there. */
let left = linkTo('run')
export const backToMatches = (): string => left

/** Changes some of what stands after the #, without a step in the browser's history; null takes a name out. */
export function settle(changes: Readonly<Record<string, string | number | null>>): void {
  const { view, query } = routeOf(location.hash)
  for (const [name, value] of Object.entries(changes))
    if (value === null) query.delete(name)
    else query.set(name, String(value))
  const here = linkTo(view, Object.fromEntries(query))
  if (view === 'run') left = here
  history.replaceState(null, '', here)
}

/** A choice that stands in the link, unless it is the one that stands there anyway. */
export function useLinked(name: string, usual: string): [string, (next: string) => void] {
  const [value, setValue] = useState(() => routeOf(location.hash).query.get(name) ?? usual)
  const choose = (next: string) => {
    setValue(next)
    settle({ [name]: next === usual ? null : next })
  }
  return [value, choose]
}
