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

/** Changes what stands after the # without a step in the browser's history. */
export function settle(view: Route['view'], query: Readonly<Record<string, string | number>>): void {
  history.replaceState(null, '', linkTo(view, query))
}
