import { useEffect, useState } from 'react'
import { ComparePage } from './compare-page.tsx'
import { MatchPage } from './match-page.tsx'
import type { Modules } from './modules.ts'
import { PlayPage } from './play-page.tsx'
import { backToMatches, linkTo, type Route, routeOf } from './route.ts'
import { EXPORTED, useRun } from './run-data.ts'
import { RunPage } from './run-page.tsx'
import { Guarded, Problem } from './view.tsx'

/** Where the page is, and how many places came before it: a link leads to a view afresh, also to the one that is shown. */
function useRoute(): Route & { readonly visit: number } {
  const [route, setRoute] = useState(() => ({ ...routeOf(location.hash), visit: 0 }))
  useEffect(() => {
    const changed = () => setRoute(({ visit }) => ({ ...routeOf(location.hash), visit: visit + 1 }))
    addEventListener('hashchange', changed)
    return () => removeEventListener('hashchange', changed)
  }, [])
  return route
}

const PAGES = { run: RunPage, match: MatchPage, compare: ComparePage, play: PlayPage } as const

export function App({ modules }: { modules: Modules }) {
  const { view, query, visit } = useRoute()
  const { run, error, connected, refresh } = useRun()
  const Page = PAGES[view]
  return (
    <>
      <header className="top">
        <a href={linkTo('run')} className="mark">
          Mettle
        </a>
        <span className="title">{run?.title ?? ''}</span>
        {run?.live && (
          <span className={connected ? 'live' : 'live gone'} role="status">
            {connected ? 'live' : 'the server has gone'}
          </span>
        )}
        <nav>
          <a href={backToMatches()} aria-current={view === 'run' ? 'page' : undefined}>
            Matches
          </a>
          {!EXPORTED && (
            <a href={linkTo('play')} aria-current={view === 'play' ? 'page' : undefined}>
              Play
            </a>
          )}
        </nav>
      </header>
      <main>
        {error && <Problem text={error} />}
        {run && (
          <Guarded key={visit} what="This page">
            <Page modules={modules} run={run} query={query} refresh={refresh} />
          </Guarded>
        )}
        {!run && !error && <p className="quiet">Reading the run …</p>}
      </main>
    </>
  )
}
