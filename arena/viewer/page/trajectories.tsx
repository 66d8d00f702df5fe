import * as Plot from '@observablehq/plot'
import { useEffect, useMemo, useRef } from 'react'
import type { JobData } from '../data.ts'
import { Choice, choicesOf } from './choice.tsx'
import { linkTo, useLinked } from './route.ts'

/** Traits over training, a line a trial. A point leads to a match from before and one from there, on the same seed. */
export function Trajectories({ jobs }: { jobs: readonly JobData[] }) {
  const trained = jobs.filter(({ path }) => path.length > 1)
  const regimes = [...new Set(trained.flatMap(({ regime }) => regime ?? []))]
  const names = [...new Set(trained.flatMap(({ path }) => Object.keys(path[0].traits)))]
  const [regime, setRegime] = useLinked('curves', regimes.includes('full') ? 'full' : (regimes[0] ?? ''))
  const [trait, setTrait] = useLinked('trait', 'D')
  const arms = choicesOf(trained.map(({ arm }) => arm))
  const [arm, setArm] = useLinked('of', arms.length > 6 ? 'control' : arms[0])
  const rows = useMemo(
    () =>
      trained
        .filter((job) => job.regime === regime && (arm === arms[0] || job.arm === arm))
        .flatMap((job) =>
          job.path.map(({ update, traits }) => ({
            job: job.folder,
            arm: job.arm,
            update,
            value: traits[trait],
            href: linkTo('compare', { job: job.folder, update }),
            title: `${job.arm}, ${job.regime}, foundation ${job.foundation}: ${trait} ${traits[trait]?.toFixed(2)} after ${update} updates`,
          })),
        ),
    [trained, regime, trait, arm, arms[0]],
  )
  return (
    <section>
      <h2>Traits over training</h2>
      <div className="choices">
        <Choice label="trait" value={trait} options={names} onChange={setTrait} />
        <Choice label="regime" value={regime} options={regimes} onChange={setRegime} />
        <Choice label="arm" value={arm} options={arms} onChange={setArm} />
      </div>
      <p className="quiet">
        Revealed {trait}, SD of independent-trait writers, neutral context; a line a trial. A point opens a match from
        before training beside one from there, on the same seed.
      </p>
      <Chart rows={rows} trait={trait} />
    </section>
  )
}

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

function Chart({ rows, trait }: { rows: readonly Point[]; trait: string }) {
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
      y: { label: trait, grid: true, nice: true },
      marks: [
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
  }, [rows, trait])
  return <div className="chart" ref={at} />
}
