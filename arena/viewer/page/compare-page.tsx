import { useState } from 'react'
import { ArgumentFault } from '../../../envs/fault.ts'
import type { JobData, MatchData, MatchesData } from '../data.ts'
import { BoardView } from './board-view.tsx'
import { Choice } from './choice.tsx'
import { DecisionPanel } from './decision-panel.tsx'
import { type Replayed, useReplayed } from './replayed.ts'
import { linkTo, settle } from './route.ts'
import { Rules } from './rules-view.tsx'
import { matchesOf, useFetched } from './run-data.ts'
import { Scrubber, type Step, stepsOf } from './scrubber.tsx'
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
    settle({ update: next, n, at: null })
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
        <Choice
          label="match"
          value={numbered(seeds.indexOf(seed))}
          options={seeds.map((_, i) => numbered(i))}
          onChange={(next) => show(update, seeds.find((_, i) => numbered(i) === next) ?? seed)}
        />
      </div>
      <p className="quiet">
        The same chance, opponents and noise in the motives (m); what differs is what {update} updates of training did.
        In the whole trial: {point(job, updates[0])} → {point(job, update)}
      </p>
      <Together
        key={`${update} ${seed}`}
        modules={modules}
        data={data}
        pair={[before, after]}
        job={job}
        query={query}
      />
    </>
  )
}

/** Matches by their order: their seeds tell nobody anything. */
const numbered = (i: number): string => `match ${i + 1}`

/** The seed on which the agent's darkness changed most, up or down: where there is something to see. */
function changedMost(matches: readonly MatchData[], seeds: readonly string[], first: number, last: number): string {
  const darkness = (seed: string, after: number) =>
    matches.find((match) => match.seed === seed && match.update === after)?.facts.darkness ?? 0
  const change = (seed: string) => Math.abs(darkness(seed, last) - darkness(seed, first))
  return seeds.reduce((most, seed) => (change(seed) > change(most) ? seed : most), seeds[0])
}

function point({ path }: JobData, update: number): string {
  const at = path.find((each) => each.update === update)
  return at ? `D ${at.traits.D?.toFixed(2).replace('-', '−')} SD, power ${at.power.toFixed(2)}` : ''
}

interface TogetherProps extends PairsProps {
  readonly pair: readonly [MatchData, MatchData]
}

/** Both matches at the same act, by one slider; the shorter one stays at its end. */
function Together({ modules, data, pair, job, query }: TogetherProps) {
  const [before, after] = [useReplayed(modules, data.head, pair[0]), useReplayed(modules, data.head, pair[1])]
  const error = before.error ?? after.error
  if (error) return <Problem text={error} />
  if (!before.replayed || !after.replayed) return <p className="quiet">Playing both matches again …</p>
  return <Sides sides={[before.replayed, after.replayed]} job={job} at={query.get('at')} />
}

function Sides({ sides, job, at: asked }: { sides: readonly [Replayed, Replayed]; job: JobData; at: string | null }) {
  const steps = paired(sides)
  // Both sides open at their end, where what differs can be seen.
  const [at, setAt] = useState(asked === null ? steps.length : within(Number(asked), steps.length))
  const go = (to: number) => {
    const next = within(to, steps.length)
    setAt(next)
    settle({ at: next === steps.length ? null : next })
  }
  return (
    <>
      <Scrubber at={at} steps={steps} go={go} />
      <div className="pair">
        {sides.map((replayed) => (
          <Side key={replayed.match.update} replayed={replayed} at={at} job={job} />
        ))}
      </div>
      <Rules env={sides[0].world.env} G={sides[0].recorded.frames[0].G} />
    </>
  )
}

const within = (at: number, last: number) => Math.min(last, Math.max(0, Math.trunc(at) || 0))

/** Acts of both sides at once: what either does, dark where either is. */
function paired(sides: readonly [Replayed, Replayed]): Step[] {
  const [before, after] = sides.map(({ recorded }) => stepsOf(recorded.acts))
  return Array.from({ length: Math.max(before.length, after.length) }, (_, i) => ({
    told: `before: ${before[i]?.told ?? 'over'}; after: ${after[i]?.told ?? 'over'}`,
    dark: before[i]?.dark === true || after[i]?.dark === true,
  }))
}

function Side({ replayed, at, job }: { replayed: Replayed; at: number; job: JobData }) {
  const { match, recorded } = replayed
  const own = Math.min(at, recorded.acts.length)
  const when = `after ${match.update} updates`
  return (
    <section aria-label={`After ${match.update} updates`}>
      <h2>
        <a href={linkTo('match', { job: job.folder, n: match.n, at: own })}>After {match.update} updates</a>
      </h2>
      <p className="quiet">
        Route {match.facts.route}, darkness {match.facts.darkness.toFixed(1)}, payoff of the agent{' '}
        {match.focal === null ? '–' : match.scores[match.focal].toFixed(2)}
        {own < at && `; over after act ${own}`}
      </p>
      <BoardView replayed={replayed} at={own} viewer={null} label={`Board, ${when}`} />
      <DecisionPanel replayed={replayed} at={own} label={`Motives, ${when}`} />
    </section>
  )
}
