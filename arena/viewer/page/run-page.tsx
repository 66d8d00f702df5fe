import { useState } from 'react'
import { counted } from '../../statistics/show.ts'
import { PLAYED } from '../data.ts'
import { MatchList } from './match-list.tsx'
import { Trajectories } from './trajectories.tsx'
import type { ViewProps } from './view.tsx'

/** What was run, how traits moved, and the matches behind it. */
export function RunPage({ run }: ViewProps) {
  const { jobs, total } = run
  const own = jobs.filter(({ arm }) => arm !== PLAYED)
  const finished = own.filter(({ state }) => state === 'finished').length
  const trained = jobs.some(({ path }) => path.length > 1)
  return (
    <>
      <h1>{run.question || run.title}</h1>
      <p className="quiet" aria-live="polite">
        {total === null ? `${finished} files of matches` : `${finished} of ${total} trials finished`}
        {own.length > finished && `, ${own.length - finished} running`}
      </p>
      {run.live && own.length === 0 && <Waiting run={run} />}
      {run.answer && <p className="answer">{run.answer}</p>}
      {run.verdicts.length > 0 && <Verdicts run={run} />}
      {trained && <Trajectories jobs={jobs} />}
      <MatchList run={run} />
    </>
  )
}

/** While foundations train there is no match to show, and the page says what is being waited for. */
function Waiting({ run: { foundations } }: Pick<ViewProps, 'run'>) {
  const { finished, running } = foundations ?? { finished: 0, running: 0 }
  const now = running > 0 ? `${counted(running, 'foundation')} in training` : 'none in training now'
  return (
    <p role="status">
      Nothing to watch yet: trials start from foundations, of which {finished} are finished and {now}. Matches appear
      here as the first trial plays them.
    </p>
  )
}

function Verdicts({ run }: Pick<ViewProps, 'run'>) {
  const [shown, setShown] = useState(false)
  const { verdicts } = run
  return (
    <section>
      <h2>
        <button type="button" className="plain" aria-expanded={shown} onClick={() => setShown(!shown)}>
          {shown ? '▾' : '▸'} Verdict on each of {verdicts.length} arms
        </button>
      </h2>
      {shown && (
        <table>
          <thead>
            <tr>
              <th scope="col">arm</th>
              <th scope="col">regime</th>
              <th scope="col">drag of D prevented, SD [95 %]</th>
              <th scope="col">verdict</th>
            </tr>
          </thead>
          <tbody>
            {verdicts.map(({ arm, regime, effect, word }) => (
              <tr key={`${arm} ${regime}`}>
                <th scope="row">{arm}</th>
                <td>{regime}</td>
                <td>{effect || '–'}</td>
                <td>{word}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  )
}
