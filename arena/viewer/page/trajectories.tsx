import * as Plot from '@observablehq/plot'
import { useEffect, useMemo, useRef } from 'react'
import type { JobData } from '../data.ts'
import { Choice, choicesOf } from './choice.tsx'
import { type DragPoint, dragPath } from './drag-path.ts'
import { linkTo, useLinked } from './route.ts'

/** What a line shows: drag of a pair, or the trait itself in a trial. */
const [DRAG, LEVEL] = ['drag of each pair', 'level in each trial'] as const

/** Traits over training. A point leads to a match from before and one from there, on the same seed. */
export function Trajectories({ jobs }: { jobs: readonly JobData[] }) {
  const trained = jobs.filter(({ path }) => path.length > 1)
  const paired = trained.some((job) => dragPath(job, trained, 'D').length > 0)
  const regimes = [...new Set(trained.flatMap(({ regime }) => regime ?? []))]
  const names = [...new Set(trained.flatMap(({ path }) => Object.keys(path[0].traits)))]
  const [regime, setRegime] = useLinked('curves', regimes.includes('full') ? 'full' : (regimes[0] ?? ''))
  const [trait, setTrait] = useLinked('trait', 'D')
  const [shown, setShown] = useLinked('show', paired ? DRAG : LEVEL)
  const drag = shown === DRAG
  const arms = choicesOf(trained.filter(({ reversed }) => !drag || reversed !== null).map(({ arm }) => arm))
  const [arm, setArm] = useLinked('of', arms.length > 6 ? 'control' : arms[0])
  const rows = useMemo(
    () =>
      trained
        .filter((job) => job.regime === regime && (arm === arms[0] || job.arm === arm))
        .flatMap((job) => (drag ? dragPath(job, trained, trait) : levels(job, trait)).map(pointOf(job, shown, trait))),
    [trained, regime, trait, shown, drag, arm, arms[0]],
  )
  return (
    <section>
      <h2>Traits over training</h2>
      <div className="choices">
        <Choice label="trait" value={trait} options={names} onChange={setTrait} />
        <Choice label="show" value={shown} options={paired ? [DRAG, LEVEL] : [LEVEL]} onChange={setShown} />
        <Choice label="regime" value={regime} options={regimes} onChange={setRegime} />
        <Choice label="arm" value={arm} options={arms} onChange={setArm} />
      </div>
      <p className="quiet">
        {drag
          ? `Drag of revealed ${trait}: half of (its change where power is rewarded − its change where power is punished); a line a foundation.`
          : `Revealed ${trait}; a line a trial.`}{' '}
        SD of independent-trait writers, neutral context. A point opens a match from before training beside one from
        there, on the same seed.
      </p>
      <Chart rows={rows} label={drag ? `drag of ${trait}` : trait} zero={drag} />
    </section>
  )
}

const levels = ({ path }: JobData, trait: string): DragPoint[] =>
  path.map(({ update, traits }) => ({ update, value: traits[trait] }))

const pointOf =
  ({ folder, arm, regime, foundation }: JobData, shown: string, trait: string) =>
  ({ update, value }: DragPoint): Point => ({
    ...{ job: folder, arm, update, value },
    href: linkTo('compare', { job: folder, update }),
    title: `${arm}, ${regime}, foundation ${foundation}: ${shown === DRAG ? 'drag of ' : ''}${trait} ${value?.toFixed(2)} after ${update} updates`,
  })

interface Point {
  readonly job: string
  readonly arm: string
  readonly update: number
  readonly value: number
  readonly href: string
  readonly title: string
}

/** Colours of the page (app.css): told apart by most eyes, and at 3:1 at least from a light ground and from a dark one. */
const COLOURS = Array.from({ length: 8 }, (_, i) => `var(--line-${i})`)

function Chart({ rows, label, zero }: { rows: readonly Point[]; label: string; zero: boolean }) {
  const at = useRef<HTMLDivElement>(null)
  useEffect(() => {
    const width = Math.min(900, at.current?.clientWidth ?? 600)
    const arms = [...new Set(rows.map(({ arm }) => arm))]
    const chart = Plot.plot({
      width,
      height: 280,
      marginLeft: 48,
      style: { background: 'transparent', color: 'inherit', fontSize: '12px' },
      color: { domain: arms, range: COLOURS, legend: arms.length > 1 },
      x: { label: 'updates', ticks: [...new Set(rows.map(({ update }) => update))].slice(0, 12), tickFormat: 'd' },
      y: { label, grid: true, nice: true },
      marks: [
        ...(zero ? [Plot.ruleY([0], { strokeOpacity: 0.5, ariaHidden: 'true' })] : []),
        Plot.line(rows, { x: 'update', y: 'value', z: 'job', stroke: 'arm', strokeWidth: 1.25, ariaHidden: 'true' }),
        Plot.dot(rows, {
          x: 'update',
          y: 'value',
          fill: 'arm',
          r: 4,
          href: 'href',
          title: 'title',
          ariaLabel: 'title',
        }),
      ],
    })
    at.current?.replaceChildren(chart)
  }, [rows, label, zero])
  return <div className="chart" ref={at} />
}
