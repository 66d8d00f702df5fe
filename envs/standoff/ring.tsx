import type { BoardProps } from '../board.ts'
import { isOver } from '../board-kit.tsx'
import type { Standoff } from './rules.ts'

type Props = BoardProps<Standoff>

const [WIDTH, HEIGHT, RADIUS] = [320, 270, 17]
const FRONTS = ['near threat', 'far threat']

/** The regions in their ring; each is a wheel of who has influence there, and a broken circle where a threat rises. */
export const Ring = ({ props, places }: { props: Props; places: readonly string[] }) => (
  <svg className="b-ring" viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={told(props, places)}>
    <ellipse className="b-ring-line" cx={WIDTH / 2} cy={HEIGHT / 2 - 8} rx={WIDTH / 2 - 50} ry={HEIGHT / 2 - 48} />
    {[...places.keys()].map((region) => (
      <Region key={region} props={props} place={places[region]} region={region} />
    ))}
  </svg>
)

const told = ({ G }: Props, places: readonly string[]) =>
  `Ring of regions: ${places.join(', ')}. Threats rise in ${G.threats.map((region) => places[region]).join(' and ')}.`

function Region({ props, place, region }: { props: Props; place: string; region: number }) {
  const angle = (2 * Math.PI * region) / props.G.influence.length - Math.PI / 2
  const x = WIDTH / 2 + (WIDTH / 2 - 50) * Math.cos(angle)
  const y = HEIGHT / 2 - 8 + (HEIGHT / 2 - 48) * Math.sin(angle)
  const front = isOver(props) ? -1 : props.G.threats.indexOf(region)
  return (
    <g transform={`translate(${x.toFixed(1)} ${y.toFixed(1)})`}>
      <circle className="b-ring-region" r={RADIUS} />
      <Wheel influence={props.G.influence[region]} />
      {front >= 0 && <circle className="b-ring-threat" r={RADIUS + 7} />}
      <text className="b-ring-name" y={RADIUS + 20}>
        {place.length > 13 ? `${place.slice(0, 12)}…` : place}
      </text>
      {front >= 0 && (
        <text className="b-ring-front" y={RADIUS + 33}>
          {FRONTS[front]}
        </text>
      )}
    </g>
  )
}

function Wheel({ influence }: { influence: readonly number[] }) {
  const all = influence.reduce((sum, each) => sum + each, 0)
  return (
    <>
      {[...influence.keys()].map((seat) => (
        <circle
          key={seat}
          className={`b-ring-share b-s${seat}`}
          r={RADIUS - 4}
          pathLength={100}
          strokeDasharray={`${all === 0 ? 0 : (100 * influence[seat]) / all} 100`}
          strokeDashoffset={
            all === 0 ? 0 : (-100 * influence.slice(0, seat).reduce((sum, each) => sum + each, 0)) / all
          }
        />
      ))}
      <text className="b-ring-all" dy="0.35em">
        {all}
      </text>
    </>
  )
}
