import { useState } from 'react'
import { ArgumentFault } from '../../../envs/fault.ts'
import type { JobData, MatchData, MatchesData } from '../data.ts'
import { BoardView } from './board-view.tsx'
import { Choice } from './choice.tsx'
import { DecisionPanel } from './decision-panel.tsx'
import type { Modules } from './modules.ts'
import { type Replayed, useReplayed } from './replayed.ts'
import { linkTo, settle } from './route.ts'
import { matchesOf, useFetched } from './run-data.ts'
import { Scrubber } from './scrubber.tsx'
import { Problem, type ViewProps } from './view.tsx'

/** Two evaluations of one trial on the same seed and against the same seats: before training, and later. */
export function ComparePage({ modules, run, query }: ViewProps) {
  const job = run.jobs.find(({ folder }) => folder === query.get('job'))
  const { value, error } = useFetched<MatchesData>(job?.folder ?? '', () =>
    job
      ? matchesOf(job)
      : Promise.reject(new ArgumentFault('expected a job of this run that has matches, got another')),
  )
  if (error) return <Problem text={error} />
  if (!value || !job) return <p className="quiet">Reading the matches …</p>
  return <Pairs modules={modules} data={value} job={job} query={query} />
}

interface PairsProps extends Pick<ViewProps, 'modules' | 'query'> {
  readonly data: MatchesData
  readonly job: JobData
}

function Pairs({ modules, data, job, query }: PairsProps) {
  const evaluated = data.matches.filter(({ kind, update }) => kind === 'evaluation' && update !== undefined)
  const updates = [...new Set(evaluated.map(({ update }) => update as number))].sort((a, b) => a - b)
  const named = data.matches[Number(query.get('n') ?? -1)]
  const asked = Number(query.get('update') ?? named?.update ?? updates.at(-1))
  const [update, setUpdate] = useState(asked > 0 ? asked : (updates.at(-1) ?? 0))
  const seeds = [...new Set(evaluated.map(({ seed }) => seed))]
  const [seed, setSeed] = useState(() =>
    named && seeds.includes(named.seed) ? named.seed : changedMost(evaluated, seeds, updates[0], update),
  )
  const of = (after: number) => evaluated.find((match) => match.update === after && match.seed === seed)
  const [before, after] = [of(updates[0]), of(update)]
  if (!before || !after || before === after)
    return (
      <Problem text="expected matches of an evaluation before training and of a later one, got none: this run was made by an older build, or is no study" />
    )
  const show = (next: number, other: string) => {
    setUpdate(next)
    setSeed(other)
    const n = evaluated.find((match) => match.update === next && match.seed === other)?.n ?? 0
    settle({ update: next, n })
  }
  return (
    <>
      <h1>
        Before and after: {job.arm}, {job.regime}, foundation {job.foundation}
      </h1>
      <div className="choices">
        <Choice
          label="after updates"
          value={String(update)}
          options={updates.slice(1).map(String)}
          onChange={(next) => show(Number(next), seed)}
        />
        <Choice label="seed" value={seed} options={seeds} onChange={(next) => show(update, next)} />
      </div>
      <p className="quiet">
        The same chance and seats, m drawn with the same noise; what differs is what {update} updates did.{' '}
        {point(job, updates[0])} → {point(job, update)}
      </p>
      <div className="pair">
        {[before, after].map((match) => (
          <Side key={`${match.update} ${match.seed}`} modules={modules} data={data} match={match} job={job} />
        ))}
      </div>
    </>
  )
}

/** The seed on which the agent's darkness changed most, up or down: where there is something to see. */
function changedMost(matches: readonly MatchData[], seeds: readonly string[], first: number, last: number): string {
  const darkness = (seed: string, after: number) =>
    matches.find((match) => match.seed === seed && match.update === after)?.facts.darkness ?? 0
  const change = (seed: string) => Math.abs(darkness(seed, last) - darkness(seed, first))
  return seeds.reduce((most, seed) => (change(seed) > change(most) ? seed : most), seeds[0])
}

function point({ path }: JobData, update: number): string {
  const at = path.find((each) => each.update === update)
  return at ? `D ${at.traits.D?.toFixed(2)}, power ${at.power.toFixed(2)}` : ''
}

function Side({ modules, data, match, job }: { modules: Modules; data: MatchesData; match: MatchData; job: JobData }) {
  const { replayed, error } = useReplayed(modules, data.head, match)
  return (
    <section aria-label={`After ${match.update} updates`}>
      <h2>
        <a href={linkTo('match', { job: job.folder, n: match.n })}>After {match.update} updates</a>
      </h2>
      <p className="quiet">
        Route {match.facts.route}, darkness {match.facts.darkness.toFixed(1)}, payoff of the agent{' '}
        {match.focal === null ? '–' : match.scores[match.focal].toFixed(2)}
      </p>
      {error && <Problem text={error} />}
      {replayed && <Along replayed={replayed} />}
    </section>
  )
}

function Along({ replayed }: { replayed: Replayed }) {
  const when = `after ${replayed.match.update} updates`
  // Both sides open at their end, where what differs can be seen.
  const [at, setAt] = useState(replayed.recorded.acts.length)
  const go = (to: number) => setAt(Math.min(replayed.recorded.acts.length, Math.max(0, to)))
  return (
    <>
      <Scrubber at={at} acts={replayed.recorded.acts} go={go} />
      <BoardView replayed={replayed} at={at} viewer={null} label={`Board, ${when}`} />
      <DecisionPanel replayed={replayed} at={at} label={`Motives, ${when}`} />
    </>
  )
}
