import type { BoardProps } from '../board.ts'
import { isOver } from '../board-kit.tsx'
import type { Standoff } from './rules.ts'

type Props = BoardProps<Standoff>

const [WIDTH, HEIGHT] = [380, 300]
/** Half of a region's field. */
const [ACROSS, DOWN] = [53, 19]
const FRONTS = ['near threat', 'far threat']

/** The regions in their ring: a field each, with a bar of who has influence there; the border is heavy where a threat rises. */
export const Ring = ({ props, places }: { props: Props; places: readonly string[] }) => (
  <svg className="b-ring" viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={told(props, places)}>
    <ellipse className="b-ring-line" cx={WIDTH / 2} cy={HEIGHT / 2 - 4} rx={RX} ry={RY} />
    {[...places.keys()].map((region) => (
      <Region key={region} props={props} place={places[region]} region={region} />
    ))}
  </svg>
)
const [RX, RY] = [WIDTH / 2 - ACROSS - 4, HEIGHT / 2 - DOWN - 22]

const told = ({ G }: Props, places: readonly string[]) =>
  `Ring of regions: ${places.join(', ')}. Threats rise in ${G.threats.map((region) => places[region]).join(' and ')}.`

function Region({ props, place, region }: { props: Props; place: string; region: number }) {
  const { influence, threats } = props.G
  const angle = (2 * Math.PI * region) / influence.length - Math.PI / 2
  const x = WIDTH / 2 + RX * Math.cos(angle)
  const y = HEIGHT / 2 - 4 + RY * Math.sin(angle)
  const front = isOver(props) ? -1 : threats.indexOf(region)
  return (
    <g transform={`translate(${x.toFixed(1)} ${y.toFixed(1)})`}>
      <rect
        className={front < 0 ? 'b-ring-region' : 'b-ring-region b-ring-threat'}
        x={-ACROSS}
        y={-DOWN}
        width={2 * ACROSS}
        height={2 * DOWN}
        rx={6}
      />
      <text className="b-ring-name" y={-3}>
        {place.replace(/^the /, '')}
      </text>
      <Shares influence={influence[region]} most={Math.max(...influence.map(total))} />
      {front >= 0 && (
        <text className="b-ring-front" y={DOWN + 14}>
          {FRONTS[front]}
        </text>
      )}
    </g>
  )
}

const total = (influence: readonly number[]) => influence.reduce((sum, each) => sum + each, 0)

/** Influence of each seat side by side in its colour, on one scale for all regions. */
function Shares({ influence, most }: { influence: readonly number[]; most: number }) {
  const unit = (2 * ACROSS - 16) / most
  return [...influence.keys()].map((seat) => (
    <rect
      key={seat}
      className={`b-ring-share b-s${seat}`}
      x={-ACROSS + 8 + unit * total(influence.slice(0, seat))}
      y={5}
      width={unit * influence[seat]}
      height={8}
    />
  ))
}
