import type { Regime } from '../../../interventions/define.ts'
import { curves, darkening, type PageInput, type Point, regimesOf } from './facts.ts'
import { folded, type Html, html } from './html.ts'
import { type CurvePoint, lines } from './lines.ts'
import { type Section, section } from './section.ts'

/** Reward, power, D and what was explored along training, a panel an arm with both halves of its pair. */
export const training = (input: PageInput): Section =>
  section('Training', html`${regimesOf(input.summary).map((regime) => trainingIn(input, regime))}`)

const HALVES =
  'One thin line per foundation; thick the mean where power is rewarded (blue) and where it is punished (orange).'

function trainingIn(input: PageInput, regime: Regime): Html {
  const of: Draw = (points, x, title, caption) =>
    curve(input, regime, points, { x, title, caption: `${caption} ${HALVES}` })
  return html`${of(darkening(input, regime), 'change of D', 'Change of D along training', 'Change of revealed D from before reinforcement, measured as deployed.')}
${folded(`Reward, power and what was explored, ${regime}`, beside(input, regime, of))}`
}

type Draw = (points: readonly Point[], x: string, title: string, caption: string) => Html

const beside = (input: PageInput, regime: Regime, of: Draw): Html =>
  html`${of(curves(input, regime, 'reward'), 'payoff', 'Reward', 'Mean payoff of the learning seat in its own rollouts.')}
${of(curves(input, regime, 'power'), 'share', 'Power', 'Mean share of control of the learning seat at the end of a match, 0 to 1.')}
${of(curves(input, regime, 'coverage/rank'), 'dimensions', 'Motives explored', 'Effective rank of the motivation layer z over the decisions of a rollout.')}
${of(curves(input, regime, 'coverage/actions'), 'nats', 'Acts explored', 'Mean entropy of the policy over legal acts. Both explorations of the founding post are to be read side by side.')}`

interface Told {
  readonly x: string
  readonly title: string
  readonly caption: string
}

function curve({ summary }: PageInput, regime: Regime, points: readonly Point[], { x, title, caption }: Told): Html {
  const arms = Object.entries(summary.arms).flatMap(([arm, { [regime]: cell }]) =>
    cell ? [{ arm, panel: cell.twinOf ?? arm, half: cell.twinOf === null ? 'rewarded' : 'punished' } as const] : [],
  )
  const drawn = new Set(points.map(({ arm }) => arm))
  const shown = arms.filter(({ arm }) => drawn.has(arm))
  const absent = arms.filter(({ arm }) => !drawn.has(arm)).map(({ arm }) => arm)
  if (shown.length === 0) return html``
  const place = new Map(shown.map((each) => [each.arm, each]))
  const placed = points.flatMap(({ arm, ...point }): CurvePoint[] => {
    const own = place.get(arm)
    return own ? [{ ...point, panel: own.panel, half: own.half }] : []
  })
  const none = absent.length > 0 ? ` Without a trial to draw: ${absent.join(', ')}.` : ''
  const panels = [...new Set(shown.map(({ panel }) => panel))]
  return lines(placed, panels, { title: `${title}, ${regime}`, caption: `${caption}${none}`, x })
}
